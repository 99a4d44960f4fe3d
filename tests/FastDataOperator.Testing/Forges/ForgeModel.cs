using FastDataOperator.Git.Forges;

namespace FastDataOperator.Testing.Forges;

/// <summary>What a forge in a test knows about one repository, the same for all forges.</summary>
public sealed class ForgeModel
{
    /// <summary>Who the good token belongs to.</summary>
    public const string Author = "import-bot";

    private readonly List<ModelPullRequest> _pullRequests = [];

    /// <summary>Branches of the repository.</summary>
    public HashSet<string> Branches { get; } = new(StringComparer.Ordinal) { "main", "release", "fastdata/a", "fastdata/b" };

    /// <summary>The repository itself, whose branches count then; <see langword="null"/> where there is none.</summary>
    public TestRepository? Repository { get; set; }

    public HashSet<string> Labels { get; } = new(StringComparer.Ordinal) { "fastdata", "automated" };

    /// <summary>Who can be asked for a review.</summary>
    public HashSet<string> Users { get; } = new(StringComparer.Ordinal) { "ada", "grace" };

    public HashSet<string> Teams { get; } = new(StringComparer.Ordinal) { "platform" };

    public IReadOnlyList<ModelPullRequest> PullRequests => _pullRequests;

    /// <summary>As if a person had made it.</summary>
    public ModelPullRequest Add(
        string head, string @base = "main", PullRequestState state = PullRequestState.Open, bool isFromFork = false, string title = "a title", string body = "a body")
    {
        var added = new ModelPullRequest
        {
            Number = _pullRequests.Count + 1, Head = head, Base = @base, State = state, IsFromFork = isFromFork, Title = title, Body = body,
        };
        _pullRequests.Add(added);
        Refresh();
        return added;
    }

    public bool HasBranch(string name) => Repository is { } repository ? repository.Tip(name) is not null : Branches.Contains(name);

    /// <summary>Takes over where the branches of those that are open have moved to.</summary>
    public void Refresh()
    {
        if (Repository is not { } repository)
        {
            return;
        }

        foreach (var open in _pullRequests.Where(static one => one.State == PullRequestState.Open && !one.IsFromFork))
        {
            open.HeadCommit = repository.Tip(open.Head) ?? open.HeadCommit;
            open.BaseCommit = repository.Tip(open.Base) ?? open.BaseCommit;
        }
    }

    public ModelPullRequest? Find(long number) => _pullRequests.FirstOrDefault(one => one.Number == number);

    /// <summary>The one that is in the way of another from the same head to the same base.</summary>
    public ModelPullRequest? FindOpen(string head, string @base) =>
        _pullRequests.FirstOrDefault(one => one.State == PullRequestState.Open && !one.IsFromFork && one.Head == head && one.Base == @base);
}

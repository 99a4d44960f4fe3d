using FastDataOperator.Git.Forges;

namespace FastDataOperator.Git.Tests.Forges;

/// <summary>What a forge in a test knows about one repository, the same for all forges.</summary>
internal sealed class ForgeModel
{
    /// <summary>Who the good token belongs to.</summary>
    public const string Author = "import-bot";

    private readonly List<ModelPullRequest> _pullRequests = [];

    /// <summary>Branches of the repository.</summary>
    public HashSet<string> Branches { get; } = new(StringComparer.Ordinal) { "main", "release", "fastdata/a", "fastdata/b" };

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
        return added;
    }

    public ModelPullRequest? Find(long number) => _pullRequests.FirstOrDefault(one => one.Number == number);

    /// <summary>The one that is in the way of another from the same head to the same base.</summary>
    public ModelPullRequest? FindOpen(string head, string @base) =>
        _pullRequests.FirstOrDefault(one => one.State == PullRequestState.Open && !one.IsFromFork && one.Head == head && one.Base == @base);
}

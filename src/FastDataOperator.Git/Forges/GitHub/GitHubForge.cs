using System.Net;
using FastDataOperator.Core.Reports;
using FastDataOperator.Git.Forges.Http;

namespace FastDataOperator.Git.Forges.GitHub;

/// <summary>Pull requests on GitHub, by its REST API of 2022-11-28 (docs.github.com/rest).</summary>
internal sealed class GitHubForge(ForgeApi api) : IForge
{
    private const string TeamPrefix = "team/";

    private readonly PullRequestPages _pages = new(api);
    private readonly string _repository = $"repos/{Uri.EscapeDataString(api.Address.Segments[0])}/{Uri.EscapeDataString(api.Address.Segments[1])}";

    public static ForgeTraits Traits { get; } = new()
    {
        Name = "GitHub",
        Rights = "the permission \"Pull requests: read and write\" on this repository (a classic token: the scope repo)",
        Accept = "application/vnd.github+json",
        Headers = [("X-GitHub-Api-Version", "2022-11-28")],
        Dialect = new PullRequestDialect(MostTitle: 256, MostBody: 65_536, MostMermaid: MermaidGraph.MostSource, HasFolding: true),
        Authorize = static credentials => credentials.AsToken().ToHeader(),
    };

    /// <summary>Those of an App, whose permissions are granted by the owner of the repository.</summary>
    public static ForgeTraits AppTraits { get; } = Traits with
    {
        Credentials = "App",
        Acceptance = "githubAppID and githubAppPrivateKey are of the same App, that it still has this key, and that the clock here is right",
        Rights = "to be installed on the owner of the repository, with the permissions \"Contents\" and \"Pull requests\": read and write, which the owner has to accept whenever the App asks for more",
    };

    public ForgeProvider Provider => ForgeProvider.GitHub;

    public PullRequestDialect Dialect => Traits.Dialect;

    public async Task<IReadOnlyList<PullRequest>> FindAsync(BranchName head, CancellationToken cancellationToken)
    {
        string? owner = null;
        return await _pages.FindAsync(head, async (isOpenOnly, place) =>
        {
            var answer = await ListAsync(owner, head, isOpenOnly, place, cancellationToken);
            if (answer.IsMoved && owner is null)
            {
                // The redirect leads to the repository, and still asks for a branch of whom it belonged to.
                owner = await OwnerAsync(cancellationToken);
                answer = await ListAsync(owner, head, isOpenOnly, place, cancellationToken);
            }

            var entries = answer.ReadList(GitHubJson.Default.IReadOnlyListGitHubPullRequest);

            // An owner may have a fork beside the repository: its branches are not ours.
            var own = entries.Where(found => found.Head.Repo?.Id == found.Base.Repo?.Id && found.Head.Ref == head.Value).Select(found => Map(found, answer));
            return new PullRequestPage([.. own], entries.Count, entries.Count >= place.Size || answer.HasNext ? place.Start + entries.Count : null);
        });
    }

    public async Task<PullRequest> OpenAsync(PullRequestDraft draft, CancellationToken cancellationToken)
    {
        var body = new GitHubPullRequestDraft(draft.Title, draft.Head.Value, draft.Base.Value, draft.Body, draft.IsDraft);
        var answer = await api.SendAsync(
            ForgeRequest.WithBody("open", HttpMethod.Post, $"{_repository}/pulls", body, GitHubJson.Default.GitHubPullRequestDraft)
                with
                {
                    Expected = [HttpStatusCode.UnprocessableEntity],
                    IsTooEarly = static refusal => refusal.Words.Contains("field: head; code: invalid", StringComparison.Ordinal),
                },
            cancellationToken);
        return answer.IsSuccess ? Map(answer.Read(GitHubJson.Default.GitHubPullRequest), answer)
            : answer.Words.Contains("pull request already exists", StringComparison.OrdinalIgnoreCase) ? throw api.Exists(draft)
            : throw answer.ToFailure();
    }

    public async Task<IReadOnlyList<string>> DecorateAsync(
        PullRequest pullRequest, IReadOnlyList<string> labels, IReadOnlyList<string> reviewers, CancellationToken cancellationToken)
    {
        var notes = new DecorationNotes();

        // GitHub makes a label that is not there yet.
        await notes.TryAsync("label", labels, names => api.SendAsync(
            ForgeRequest.WithBody(
                "decorate", HttpMethod.Post, $"{_repository}/issues/{pullRequest.Number}/labels", new GitHubLabels(names), GitHubJson.Default.GitHubLabels)
                with { IsRepeatable = true, Expected = DecorationNotes.Refusals },
            cancellationToken));
        await notes.TryAsync("reviewer", reviewers, names => api.SendAsync(
            ForgeRequest.WithBody(
                "decorate", HttpMethod.Post, $"{_repository}/pulls/{pullRequest.Number}/requested_reviewers",
                new GitHubReviewers(
                    [.. names.Where(static name => !name.StartsWith(TeamPrefix, StringComparison.Ordinal))],
                    [.. names.Where(static name => name.StartsWith(TeamPrefix, StringComparison.Ordinal)).Select(static name => name[TeamPrefix.Length..])]),
                GitHubJson.Default.GitHubReviewers)
                with { IsRepeatable = true, Expected = DecorationNotes.Refusals },
            cancellationToken));
        return notes.All;
    }

    public async Task<PullRequest> UpdateAsync(PullRequest pullRequest, string title, string body, CancellationToken cancellationToken)
    {
        var answer = await ChangeAsync("update", pullRequest, new GitHubPullRequestChange { Title = title, Body = body }, cancellationToken);
        return Map(answer.Read(GitHubJson.Default.GitHubPullRequest), answer);
    }

    public Task CloseAsync(PullRequest pullRequest, CancellationToken cancellationToken) =>
        ChangeAsync("close", pullRequest, new GitHubPullRequestChange { State = "closed" }, cancellationToken);

    /// <param name="owner"><see langword="null"/>: as the address has it.</param>
    private Task<ForgeAnswer> ListAsync(string? owner, BranchName head, bool isOpenOnly, PagePlace place, CancellationToken cancellationToken)
    {
        var filter = $"state={(isOpenOnly ? "open" : "all")}&head={Uri.EscapeDataString($"{owner ?? api.Address.Segments[0]}:{head.Value}")}&sort=created&direction=desc";
        return api.SendAsync(ForgeRequest.Get("find", $"{_repository}/pulls?{filter}&per_page={place.Size}&page={place.Number}"), cancellationToken);
    }

    /// <summary>Whom the repository belongs to by now.</summary>
    private async Task<string> OwnerAsync(CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(ForgeRequest.Get("find", _repository), cancellationToken);
        return answer.Read(GitHubJson.Default.GitHubRepository).FullName?.Split('/')[0] is { Length: > 0 } owner ? owner : throw answer.Malformed("with a repository of no name");
    }

    private Task<ForgeAnswer> ChangeAsync(string operation, PullRequest pullRequest, GitHubPullRequestChange change, CancellationToken cancellationToken) =>
        api.SendAsync(
            ForgeRequest.WithBody(operation, HttpMethod.Patch, $"{_repository}/pulls/{pullRequest.Number}", change, GitHubJson.Default.GitHubPullRequestChange),
            cancellationToken);

    private PullRequest Map(GitHubPullRequest found, ForgeAnswer answer) => new()
    {
        Number = found.Number > 0 ? found.Number : throw answer.Malformed("with a pull request of no number"),
        Url = api.Address.PageOf(found.HtmlUrl, $"/pull/{found.Number}"),
        State = found.MergedAt is not null ? PullRequestState.Merged : found.State switch
        {
            "open" => PullRequestState.Open,
            "closed" => PullRequestState.Closed,
            _ => throw answer.Malformed($"with a pull request that is {found.State}"),
        },
        Title = found.Title,
        Body = found.Body ?? "",
        Head = answer.Branch(found.Head.Ref),
        Base = answer.Branch(found.Base.Ref),
        HeadCommit = CommitId.TryParse(found.Head.Sha, out var commit) ? commit : null,
    };
}

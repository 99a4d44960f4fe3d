using System.Net;
using FastDataOperator.Core.Reports;
using FastDataOperator.Git.Forges.Http;

namespace FastDataOperator.Git.Forges.GitHub;

/// <summary>Pull requests on GitHub, by its REST API of 2022-11-28 (docs.github.com/rest).</summary>
internal sealed class GitHubForge(ForgeApi api) : IForge
{
    private const int MostFound = 20;
    private const string TeamPrefix = "team/";

    private readonly string _repository = $"repos/{Uri.EscapeDataString(api.Address.Segments[0])}/{Uri.EscapeDataString(api.Address.Segments[1])}";

    public static ForgeTraits Traits { get; } = new()
    {
        Name = "GitHub",
        Rights = "the permission \"Pull requests: read and write\" on this repository (a classic token: the scope repo)",
        Accept = "application/vnd.github+json",
        Headers = [("X-GitHub-Api-Version", "2022-11-28")],
        Dialect = new PullRequestDialect(MostTitle: 256, MostBody: 65_536, MostMermaid: MermaidGraph.MostSource, HasFolding: true),
        Authorize = static credentials => credentials switch
        {
            // Git takes a token as the password of any user, or as the user of any password; the API takes it as a token only.
            GitCredentials.Basic { Password: "" or "x-oauth-basic" } basic => new GitCredentials.Bearer(basic.User).ToHeader(),
            GitCredentials.Basic basic => new GitCredentials.Bearer(basic.Password).ToHeader(),
            _ => credentials.ToHeader(),
        },
    };

    public ForgeProvider Provider => ForgeProvider.GitHub;

    public PullRequestDialect Dialect => Traits.Dialect;

    public async Task<IReadOnlyList<PullRequest>> FindAsync(BranchName head, CancellationToken cancellationToken)
    {
        var filter = Uri.EscapeDataString($"{api.Address.Segments[0]}:{head.Value}");
        var answer = await api.SendAsync(
            ForgeRequest.Get("find", $"{_repository}/pulls?state=all&head={filter}&sort=created&direction=desc&per_page={MostFound}"), cancellationToken);

        // An owner may have a fork beside the repository: its branches are not ours.
        return
        [
            .. answer.ReadList(GitHubJson.Default.IReadOnlyListGitHubPullRequest)
                .Where(found => found.Head.Repo?.Id == found.Base.Repo?.Id && found.Head.Ref == head.Value)
                .OrderByDescending(static found => found.Number)
                .Take(MostFound)
                .Select(found => Map(found, answer)),
        ];
    }

    public async Task<PullRequest> OpenAsync(PullRequestDraft draft, CancellationToken cancellationToken)
    {
        var body = new GitHubPullRequestDraft(draft.Title, draft.Head.Value, draft.Base.Value, draft.Body, draft.IsDraft);
        var answer = await api.SendAsync(
            ForgeRequest.WithBody("open", HttpMethod.Post, $"{_repository}/pulls", body, GitHubJson.Default.GitHubPullRequestDraft)
                with { Expected = [HttpStatusCode.UnprocessableEntity] },
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

using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using FastDataOperator.Core.Reports;
using FastDataOperator.Git.Forges.Http;

namespace FastDataOperator.Git.Forges.GitLab;

/// <summary>Merge requests on GitLab, by its REST API v4 (docs.gitlab.com/api/merge_requests).</summary>
internal sealed partial class GitLabForge(ForgeApi api) : IForge
{
    /// <summary>What makes a merge request a draft: the title begins with it.</summary>
    private const string DraftPrefix = "Draft: ";

    private readonly PullRequestPages _pages = new(api);

    /// <summary>Its path, encoded; its id, once it is known to be called otherwise by now.</summary>
    private string _project = $"projects/{Uri.EscapeDataString(string.Join('/', api.Address.Segments))}";

    public static ForgeTraits Traits { get; } = new()
    {
        Name = "GitLab",
        Rights = "the scope api, and its user the role Developer or a higher one in this project",

        // GitLab takes a million characters; a list of twenty such is more than is read of an answer, and more than anybody reads.
        // A picture of more than 2,000 characters is drawn on a click only (MAX_CHAR_LIMIT in its render_sandboxed_mermaid.js).
        Dialect = new PullRequestDialect(MostTitle: 255 - 7, MostBody: 65_536, MostMermaid: 2_000, HasFolding: true),

        // No password of a person.
        Authorize = static credentials => credentials.AsToken().ToHeader(),
    };

    public ForgeProvider Provider => ForgeProvider.GitLab;

    public PullRequestDialect Dialect => Traits.Dialect;

    /// <summary>Those of forks whose branch is called the same are in the list too.</summary>
    public Task<IReadOnlyList<PullRequest>> FindAsync(BranchName head, CancellationToken cancellationToken) => _pages.FindAsync(head, async (isOpenOnly, place) =>
    {
        var filter = $"state={(isOpenOnly ? "opened" : "all")}&source_branch={Uri.EscapeDataString(head.Value)}&order_by=created_at&sort=desc";
        var answer = await api.SendAsync(ForgeRequest.Get("find", $"{_project}/merge_requests?{filter}&per_page={place.Size}&page={place.Number}"), cancellationToken);
        var entries = answer.ReadList(GitLabJson.Default.IReadOnlyListGitLabMergeRequest);
        var own = entries.Where(entry => entry.SourceProjectId == entry.TargetProjectId && entry.SourceBranch == head.Value).Select(entry => Map(entry, answer));
        return new PullRequestPage([.. own], entries.Count, entries.Count >= place.Size ? place.Start + entries.Count : null);
    });

    public async Task<PullRequest> OpenAsync(PullRequestDraft draft, CancellationToken cancellationToken)
    {
        var body = new GitLabOpening(
            draft.Head.Value, draft.Base.Value, draft.IsDraft ? DraftPrefix + draft.Title : draft.Title, QuickActions.Disarm(draft.Body));
        var answer = await SendAsync(
            () => ForgeRequest.WithBody("open", HttpMethod.Post, $"{_project}/merge_requests", body, GitLabJson.Default.GitLabOpening)
                with
                {
                    Expected = [HttpStatusCode.Conflict],
                    IsTooEarly = static refusal => refusal.Words.Contains("source_branch: does not exist", StringComparison.Ordinal),
                },
            cancellationToken);
        return answer.IsSuccess ? Map(answer.Read(GitLabJson.Default.GitLabMergeRequest), answer) : throw api.Exists(draft);
    }

    public async Task<IReadOnlyList<string>> DecorateAsync(
        PullRequest pullRequest, IReadOnlyList<string> labels, IReadOnlyList<string> reviewers, CancellationToken cancellationToken)
    {
        var notes = new DecorationNotes();
        if (labels.Count + reviewers.Count > 0)
        {
            var now = await GetAsync("decorate", pullRequest, cancellationToken);
            await LabelAsync(now, [.. labels.Except(now.Labels, StringComparer.Ordinal)], notes, cancellationToken);
            await AskAsync(now, [.. reviewers.Except(now.Reviewers.Select(static one => one.Username), StringComparer.OrdinalIgnoreCase)], notes, cancellationToken);
        }

        return notes.All;
    }

    /// <summary>Leaves a draft a draft: whether it is one stands in the title, and people change that.</summary>
    public async Task<PullRequest> UpdateAsync(PullRequest pullRequest, string title, string body, CancellationToken cancellationToken)
    {
        var now = await GetAsync("update", pullRequest, cancellationToken);
        var answer = await ChangeAsync(
            "update", pullRequest.Number, new GitLabChange { Title = now.Draft ? DraftPrefix + title : title, Description = QuickActions.Disarm(body) }, cancellationToken);
        return Map(answer.Read(GitLabJson.Default.GitLabMergeRequest), answer);
    }

    public async Task CloseAsync(PullRequest pullRequest, CancellationToken cancellationToken)
    {
        var now = await GetAsync("close", pullRequest, cancellationToken);
        if (now.State == "opened")
        {
            await ChangeAsync("close", pullRequest.Number, new GitLabChange { StateEvent = "close" }, cancellationToken);
        }
    }

    /// <summary>GitLab makes a label that is not there yet, if the token may; if not, it says nothing.</summary>
    private async Task LabelAsync(GitLabMergeRequest now, IReadOnlyList<string> labels, DecorationNotes notes, CancellationToken cancellationToken)
    {
        foreach (var label in labels.Where(static label => label.Contains(',', StringComparison.Ordinal)))
        {
            notes.Add("label", label, "GitLab separates labels by commas");
        }

        await notes.TryAsync(
            "label", [.. labels.Where(static label => !label.Contains(',', StringComparison.Ordinal))],
            async names =>
            {
                var answer = await ChangeAsync("decorate", now.Iid, new GitLabChange { AddLabels = string.Join(',', names) }, cancellationToken, DecorationNotes.Refusals);
                if (answer.IsSuccess)
                {
                    foreach (var name in names.Except(answer.Read(GitLabJson.Default.GitLabMergeRequest).Labels, StringComparer.Ordinal))
                    {
                        notes.Add("label", name, "GitLab left it out; may the token make labels?");
                    }
                }

                return answer;
            });
    }

    private async Task AskAsync(GitLabMergeRequest now, IReadOnlyList<string> reviewers, DecorationNotes notes, CancellationToken cancellationToken)
    {
        var ids = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        foreach (var reviewer in reviewers)
        {
            var answer = await api.SendAsync(
                ForgeRequest.Get("decorate", $"users?username={Uri.EscapeDataString(reviewer)}") with { Expected = DecorationNotes.Refusals }, cancellationToken);
            if (!answer.IsSuccess)
            {
                notes.Add("reviewer", reviewer, answer);
            }
            else if (answer.ReadList(GitLabJson.Default.IReadOnlyListGitLabUser).FirstOrDefault(user => user.Username.Equals(reviewer, StringComparison.OrdinalIgnoreCase)) is { } user)
            {
                ids[reviewer] = user.Id;
            }
            else
            {
                notes.Add("reviewer", reviewer, "GitLab has no such user");
            }
        }

        // A change names all reviewers: who is not among them is one no longer.
        var asked = now.Reviewers;
        await notes.TryAsync(
            "reviewer", [.. ids.Keys],
            async names =>
            {
                var change = new GitLabChange { ReviewerIds = [.. asked.Select(static one => one.Id), .. names.Select(name => ids[name])] };
                var answer = await ChangeAsync("decorate", now.Iid, change, cancellationToken, DecorationNotes.Refusals);
                if (answer.IsSuccess)
                {
                    asked = answer.Read(GitLabJson.Default.GitLabMergeRequest).Reviewers;
                    foreach (var name in names.Where(name => asked.All(one => one.Id != ids[name])))
                    {
                        notes.Add("reviewer", name, "GitLab left it out; without a licence it takes one reviewer");
                    }
                }

                return answer;
            });
    }

    private async Task<GitLabMergeRequest> GetAsync(string operation, PullRequest pullRequest, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(ForgeRequest.Get(operation, $"{_project}/merge_requests/{pullRequest.Number}"), cancellationToken);
        return answer.Read(GitLabJson.Default.GitLabMergeRequest);
    }

    private Task<ForgeAnswer> ChangeAsync(
        string operation, long number, GitLabChange change, CancellationToken cancellationToken, params IReadOnlyList<HttpStatusCode> expected) =>
        SendAsync(
            () => ForgeRequest.WithBody(operation, HttpMethod.Put, $"{_project}/merge_requests/{number}", change, GitLabJson.Default.GitLabChange) with { Expected = expected },
            cancellationToken);

    /// <summary>Of a project that was renamed or moved, GitLab redirects what is read, and refuses what changes something: that goes to its id.</summary>
    private async Task<ForgeAnswer> SendAsync(Func<ForgeRequest> change, CancellationToken cancellationToken)
    {
        var request = change();
        var answer = await api.SendAsync(request with { Expected = [.. request.Expected, HttpStatusCode.MethodNotAllowed] }, cancellationToken);
        if (answer.Status != HttpStatusCode.MethodNotAllowed)
        {
            return answer;
        }

        var project = await api.SendAsync(ForgeRequest.Get(request.Operation, _project), cancellationToken);
        if (!project.IsMoved)
        {
            throw answer.ToFailure();
        }

        _project = $"projects/{project.Read(GitLabJson.Default.GitLabProject).Id.ToString(CultureInfo.InvariantCulture)}";
        return await api.SendAsync(change(), cancellationToken);
    }

    private PullRequest Map(GitLabMergeRequest found, ForgeAnswer answer) => new()
    {
        Number = found.Iid > 0 ? found.Iid : throw answer.Malformed("with a merge request of no number"),
        Url = api.Address.PageOf(found.WebUrl, $"/-/merge_requests/{found.Iid}"),
        State = found.State switch
        {
            // Locked is what is being merged at this moment.
            "opened" or "locked" => PullRequestState.Open,
            "merged" => PullRequestState.Merged,
            "closed" => PullRequestState.Closed,
            _ => throw answer.Malformed($"with a merge request that is {found.State}"),
        },
        Title = found.Draft ? DraftWord().Replace(found.Title, "", 1) : found.Title,
        Body = found.Description ?? "",
        Head = answer.Branch(found.SourceBranch),
        Base = answer.Branch(found.TargetBranch),
        HeadCommit = CommitId.TryParse(found.Sha, out var commit) ? commit : null,
    };

    [GeneratedRegex(@"^(\[draft\]|\(draft\)|draft:)\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DraftWord();
}

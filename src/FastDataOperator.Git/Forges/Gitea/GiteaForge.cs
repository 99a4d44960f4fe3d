using System.Net;
using FastDataOperator.Core.Reports;
using FastDataOperator.Git.Forges.Http;

namespace FastDataOperator.Git.Forges.Gitea;

/// <summary>Pull requests on Gitea and Forgejo, by their REST API v1.</summary>
internal sealed class GiteaForge(ForgeApi api) : IForge
{
    /// <summary>Entries of a page: what servers give at most unless they are set up otherwise.</summary>
    private const int PageSize = 50;

    private const int MostLabelPages = 10;
    private const string TeamPrefix = "team/";

    /// <summary>What makes a pull request a draft: the title begins with it.</summary>
    private const string DraftPrefix = "WIP: ";

    /// <summary>What does so on every instance that does not say otherwise (WORK_IN_PROGRESS_PREFIXES), in any case.</summary>
    private static readonly string[] s_draftPrefixes = ["WIP:", "[WIP]"];

    /// <summary>There is no filter by head: all pull requests are looked through for the newest from it, and all that are open.</summary>
    private readonly PullRequestPages _pages = new(api)
    {
        Size = PageSize,
        Enough = 1,
        Forgets = true,
        Remedy = "Close some of those that are open, or publish without them (publish.strategy: Push).",
    };

    private readonly string _repository = $"repos/{Uri.EscapeDataString(api.Address.Segments[0])}/{Uri.EscapeDataString(api.Address.Segments[1])}";

    public static ForgeTraits Traits { get; } = new()
    {
        Name = "Gitea",
        Rights = "the scopes write:repository and write:issue, and its user the right to write to this repository",

        // The title's column has 255 places. The body has no limit of its own; what is more than this nobody reads. A picture is drawn up to
        // MERMAID_MAX_SOURCE_CHARACTERS: 50,000 by default since Gitea 1.24, 5,000 before.
        Dialect = new PullRequestDialect(MostTitle: 255 - DraftPrefix.Length, MostBody: 65_536, MostMermaid: 5_000, HasFolding: true),
        Authorize = static credentials => credentials switch
        {
            // The header of its own; a user with a password, or with a token as the password, is taken as HTTP Basic.
            GitCredentials.Bearer bearer => bearer.ToHeader()!.Replace("Bearer ", "token ", StringComparison.Ordinal),
            _ => credentials.ToHeader(),
        },
    };

    public ForgeProvider Provider => ForgeProvider.Gitea;

    public PullRequestDialect Dialect => Traits.Dialect;

    public async Task<IReadOnlyList<PullRequest>> FindAsync(BranchName head, CancellationToken cancellationToken)
    {
        var found = await _pages.FindAsync(head, (isOpenOnly, place) => ReadAsync(head, isOpenOnly, place, cancellationToken));
        return found is [{ State: PullRequestState.Merged } newest, ..]
            ? [newest with { HeadCommit = await MergedCommitAsync(newest, cancellationToken) }, .. found.Skip(1)]
            : found;
    }

    public async Task<PullRequest> OpenAsync(PullRequestDraft draft, CancellationToken cancellationToken)
    {
        var body = new GiteaPullRequestDraft(draft.IsDraft ? DraftPrefix + draft.Title : draft.Title, draft.Head.Value, draft.Base.Value, draft.Body);
        var answer = await api.SendAsync(
            ForgeRequest.WithBody("open", HttpMethod.Post, $"{_repository}/pulls", body, GiteaJson.Default.GiteaPullRequestDraft)
                with { Expected = [HttpStatusCode.Conflict] },
            cancellationToken);
        return answer.IsSuccess ? Map(answer.Read(GiteaJson.Default.GiteaPullRequest), answer) : throw api.Exists(draft);
    }

    public async Task<IReadOnlyList<string>> DecorateAsync(
        PullRequest pullRequest, IReadOnlyList<string> labels, IReadOnlyList<string> reviewers, CancellationToken cancellationToken)
    {
        var notes = new DecorationNotes();
        if (labels.Count > 0)
        {
            var known = await LabelsAsync(labels, cancellationToken);
            foreach (var label in labels.Where(label => !known.ContainsKey(label)))
            {
                notes.Add("label", label, "neither the repository nor its organisation has it");
            }

            await notes.TryAsync("label", [.. labels.Where(known.ContainsKey)], names => api.SendAsync(
                ForgeRequest.WithBody(
                    "decorate", HttpMethod.Post, $"{_repository}/issues/{pullRequest.Number}/labels",
                    new GiteaLabelIds([.. names.Select(name => known[name])]), GiteaJson.Default.GiteaLabelIds)
                    with { IsRepeatable = true, Expected = DecorationNotes.Refusals },
                cancellationToken));
        }

        await notes.TryAsync("reviewer", reviewers, names => api.SendAsync(
            ForgeRequest.WithBody(
                "decorate", HttpMethod.Post, $"{_repository}/pulls/{pullRequest.Number}/requested_reviewers",
                new GiteaReviewers(
                    [.. names.Where(static name => !name.StartsWith(TeamPrefix, StringComparison.Ordinal))],
                    [.. names.Where(static name => name.StartsWith(TeamPrefix, StringComparison.Ordinal)).Select(static name => name[TeamPrefix.Length..])]),
                GiteaJson.Default.GiteaReviewers)
                with { IsRepeatable = true, Expected = DecorationNotes.Refusals },
            cancellationToken));

        // Of a person's repository, teams are passed over without a word.
        if (reviewers.Where(static name => name.StartsWith(TeamPrefix, StringComparison.Ordinal)).ToArray() is { Length: > 0 } teams && !await IsOfAnOrganisationAsync(cancellationToken))
        {
            foreach (var team in teams)
            {
                notes.Add("reviewer", team, "as far as this token sees, the owner is no organisation, which alone have teams");
            }
        }

        return notes.All;
    }

    /// <summary>Leaves a draft a draft: whether it is one stands in the title, and people change that.</summary>
    public async Task<PullRequest> UpdateAsync(PullRequest pullRequest, string title, string body, CancellationToken cancellationToken)
    {
        var prefix = PrefixOf((await GetAsync("update", pullRequest, cancellationToken)).Title);
        var answer = await ChangeAsync(
            "update", pullRequest, new GiteaPullRequestChange { Title = prefix + title, Body = body }, cancellationToken);
        return Map(answer.Read(GiteaJson.Default.GiteaPullRequest), answer);
    }

    /// <summary>One that is merged refuses to be closed, which is what is wanted; so does one that depends on what is open.</summary>
    public async Task CloseAsync(PullRequest pullRequest, CancellationToken cancellationToken)
    {
        var answer = await ChangeAsync("close", pullRequest, new GiteaPullRequestChange { State = "closed" }, cancellationToken, HttpStatusCode.PreconditionFailed);
        if (!answer.IsSuccess && !(await GetAsync("close", pullRequest, cancellationToken)).Merged)
        {
            throw answer.ToFailure();
        }
    }

    private async Task<PullRequestPage> ReadAsync(BranchName head, bool isOpenOnly, PagePlace place, CancellationToken cancellationToken)
    {
        // Without a word about the order the newest come first.
        var answer = await api.SendAsync(
            ForgeRequest.Get("find", $"{_repository}/pulls?state={(isOpenOnly ? "open" : "all")}&limit={place.Size}&page={place.Number}"), cancellationToken);

        // One that the server could not put together is null.
        var entries = answer.Read(GiteaJson.Default.IReadOnlyListGiteaPullRequest);
        var own = entries.OfType<GiteaPullRequest>().Where(entry => entry.Head.RepoId == entry.Base.RepoId && entry.Head.Label == head.Value).Select(entry => Map(entry, answer));

        // A server may be set up to give shorter pages than it is asked for: only an empty one is the end.
        return new PullRequestPage([.. own], entries.Count, entries.Count > 0 ? place.Start + entries.Count : null);
    }

    /// <summary>The newest of the commits that were in it when it was merged. Its head tells where the branch is now, with what came too late.</summary>
    private async Task<CommitId?> MergedCommitAsync(PullRequest merged, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(
            ForgeRequest.Get("find", $"{_repository}/pulls/{merged.Number}/commits?limit=1&verification=false&files=false")
                with { Expected = [HttpStatusCode.NotFound, HttpStatusCode.InternalServerError] },
            cancellationToken);
        return answer.IsSuccess && answer.ReadList(GiteaJson.Default.IReadOnlyListGiteaCommit) is [var newest, ..] && CommitId.TryParse(newest.Sha, out var commit) ? commit : null;
    }

    /// <summary>What marks a title as a draft's, with the spaces behind it; empty where nothing does.</summary>
    private static string PrefixOf(string title) =>
        s_draftPrefixes.FirstOrDefault(prefix => title.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) is { } prefix
            ? title[..^title.AsSpan(prefix.Length).TrimStart(' ').Length]
            : "";

    private async Task<bool> IsOfAnOrganisationAsync(CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(
            ForgeRequest.Get("decorate", $"orgs/{Uri.EscapeDataString(api.Address.Segments[0])}") with { Expected = [HttpStatusCode.NotFound, HttpStatusCode.Forbidden] },
            cancellationToken);
        return answer.Status != HttpStatusCode.NotFound;
    }

    /// <summary>The ids of those labels that exist, the repository's before its organisation's.</summary>
    private async Task<Dictionary<string, long>> LabelsAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var ids = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var place in (string[])[$"{_repository}/labels", $"orgs/{Uri.EscapeDataString(api.Address.Segments[0])}/labels"])
        {
            for (var page = 1; page <= MostLabelPages && !names.All(ids.ContainsKey); page++)
            {
                // An owner that is a person has no organisation's labels.
                var answer = await api.SendAsync(
                    ForgeRequest.Get("decorate", $"{place}?limit={PageSize}&page={page}") with { Expected = [HttpStatusCode.NotFound, HttpStatusCode.Forbidden] },
                    cancellationToken);
                var labels = answer.IsSuccess ? answer.ReadList(GiteaJson.Default.IReadOnlyListGiteaLabel) : [];
                foreach (var label in labels)
                {
                    ids.TryAdd(label.Name, label.Id);
                }

                if (labels.Count == 0)
                {
                    break;
                }
            }
        }

        return ids;
    }

    private async Task<GiteaPullRequest> GetAsync(string operation, PullRequest pullRequest, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(ForgeRequest.Get(operation, $"{_repository}/pulls/{pullRequest.Number}"), cancellationToken);
        return answer.Read(GiteaJson.Default.GiteaPullRequest);
    }

    private Task<ForgeAnswer> ChangeAsync(
        string operation, PullRequest pullRequest, GiteaPullRequestChange change, CancellationToken cancellationToken, params IReadOnlyList<HttpStatusCode> expected) =>
        api.SendAsync(
            ForgeRequest.WithBody(operation, HttpMethod.Patch, $"{_repository}/pulls/{pullRequest.Number}", change, GiteaJson.Default.GiteaPullRequestChange)
                with { Expected = expected },
            cancellationToken);

    private PullRequest Map(GiteaPullRequest found, ForgeAnswer answer) => new()
    {
        Number = found.Number > 0 ? found.Number : throw answer.Malformed("with a pull request of no number"),
        Url = api.Address.PageOf(found.HtmlUrl, $"/pulls/{found.Number}"),
        State = found.Merged ? PullRequestState.Merged : found.State switch
        {
            "open" => PullRequestState.Open,
            "closed" => PullRequestState.Closed,
            _ => throw answer.Malformed($"with a pull request that is {found.State}"),
        },
        Title = found.Title[PrefixOf(found.Title).Length..],
        Body = found.Body ?? "",
        Head = answer.Branch(found.Head.Label),
        Base = answer.Branch(found.Base.Label),
        HeadCommit = !found.Merged && CommitId.TryParse(found.Head.Sha, out var commit) ? commit : null,
    };
}

using System.Globalization;
using System.Net;
using System.Text.Json;
using FastDataOperator.Core.Reports;
using FastDataOperator.Git.Forges.Http;

namespace FastDataOperator.Git.Forges.BitbucketServer;

/// <summary>Pull requests on Bitbucket Data Center, by its REST API (developer.atlassian.com/server/bitbucket/rest), in the version that the server calls latest.</summary>
internal sealed class BitbucketForge(ForgeApi api) : IForge
{
    private const string PullRequests = "pull-requests";

    private readonly PullRequestPages _pages = new(api);

    public static ForgeTraits Traits { get; } = new()
    {
        Name = "Bitbucket",
        Rights = "the permission to write to this repository",

        // Bitbucket takes what is no JSON for a forged form unless it is told otherwise.
        Headers = [("X-Atlassian-Token", "no-check")],
        Dialect = new PullRequestDialect(MostTitle: 255, MostBody: 32_768, MostMermaid: 0, HasFolding: false),
        Meaning = static said => said is { Status: HttpStatusCode.Unauthorized, HasCredentials: true } && IsRefusalOfARight(said.Body) ? HttpStatusCode.Forbidden : said.Status,
        Authorize = static credentials => credentials switch
        {
            // A token of a project or a repository has no user; Git is given this name in its place, and the API takes it as a bearer token only.
            GitCredentials.Basic { User: "x-token-auth" } basic => new GitCredentials.Bearer(basic.Password).ToHeader(),
            _ => credentials.ToHeader(),
        },
    };

    public ForgeProvider Provider => ForgeProvider.BitbucketServer;

    public PullRequestDialect Dialect => Traits.Dialect;

    /// <summary>Pull requests from this repository into one that it was forked from are in the list too.</summary>
    public Task<IReadOnlyList<PullRequest>> FindAsync(BranchName head, CancellationToken cancellationToken) => _pages.FindAsync(head, async (isOpenOnly, place) =>
    {
        var filter = $"at={Uri.EscapeDataString(head.ReferenceName)}&direction=OUTGOING&state={(isOpenOnly ? "OPEN" : "ALL")}&order=NEWEST&withAttributes=false&withProperties=false";
        var answer = await api.SendAsync(ForgeRequest.Get("find", $"{PullRequests}?{filter}&limit={place.Size}&start={place.Start}"), cancellationToken);
        var entries = answer.Read(BitbucketJson.Default.BitbucketPage);
        var own = entries.Values.Where(entry => entry.FromRef.Repository.Id == entry.ToRef.Repository.Id && entry.FromRef.Id == head.ReferenceName).Select(entry => Map(entry, answer));
        var next = entries.IsLastPage ? (int?)null : entries.NextPageStart > place.Start ? entries.NextPageStart : throw answer.Malformed("with a page that leads nowhere, or back");
        return new PullRequestPage([.. own], entries.Values.Count, next);
    });

    public async Task<PullRequest> OpenAsync(PullRequestDraft draft, CancellationToken cancellationToken)
    {
        var body = new BitbucketOpening(
            new BitbucketBranch(draft.Head.ReferenceName), new BitbucketBranch(draft.Base.ReferenceName), draft.Title, draft.Body, draft.IsDraft ? true : null);
        var answer = await api.SendAsync(
            ForgeRequest.WithBody("open", HttpMethod.Post, PullRequests, body, BitbucketJson.Default.BitbucketOpening) with { Expected = [HttpStatusCode.Conflict] },
            cancellationToken);
        return answer.IsSuccess ? Map(answer.Read(BitbucketJson.Default.BitbucketPullRequest), answer)
            : answer.Read(BitbucketJson.Default.BitbucketErrors).Has("DuplicatePullRequestException") ? throw api.Exists(draft)
            : throw answer.ToFailure();
    }

    /// <summary>There are no labels on pull requests here.</summary>
    public async Task<IReadOnlyList<string>> DecorateAsync(
        PullRequest pullRequest, IReadOnlyList<string> labels, IReadOnlyList<string> reviewers, CancellationToken cancellationToken)
    {
        var notes = new DecorationNotes();
        foreach (var label in labels)
        {
            notes.Add("label", label, "Bitbucket Data Center has no labels on pull requests");
        }

        if (reviewers.Count > 0)
        {
            var now = await GetAsync("decorate", pullRequest, cancellationToken);
            foreach (var reviewer in reviewers.Except(now.Reviewers.Select(static one => one.User.Name), StringComparer.OrdinalIgnoreCase))
            {
                await notes.TryAsync("reviewer", [reviewer], _ => api.SendAsync(
                    ForgeRequest.WithBody(
                        "decorate", HttpMethod.Post, $"{PullRequests}/{pullRequest.Number}/participants",
                        new BitbucketParticipant { User = new BitbucketUser { Name = reviewer }, Role = "REVIEWER" }, BitbucketJson.Default.BitbucketParticipant)
                        with { IsRepeatable = true, Expected = DecorationNotes.Refusals },
                    cancellationToken));
            }
        }

        return notes.All;
    }

    /// <summary>A change names the version that it was made for, and all reviewers. Where somebody changed it meanwhile, both are read again, once; who cannot be a reviewer any more is left out.</summary>
    public async Task<PullRequest> UpdateAsync(PullRequest pullRequest, string title, string body, CancellationToken cancellationToken)
    {
        var gone = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var answer = await ChangeAsync(
            "update", pullRequest,
            now => ForgeRequest.WithBody(
                "update", HttpMethod.Put, $"{PullRequests}/{pullRequest.Number}",
                new BitbucketChange(
                    now.Version, title, body, [.. now.Reviewers.Where(one => !gone.Contains(one.User.Name)).Select(static one => one with { Role = null })], now.Draft),
                BitbucketJson.Default.BitbucketChange),
            errors =>
            {
                var known = gone.Count;
                gone.UnionWith(errors.InvalidReviewers);
                return gone.Count > known;
            },
            cancellationToken);
        return Map(answer!.Read(BitbucketJson.Default.BitbucketPullRequest), answer);
    }

    public Task CloseAsync(PullRequest pullRequest, CancellationToken cancellationToken) =>
        ChangeAsync(
            "close", pullRequest,
            now => now.State != "OPEN" ? null : ForgeRequest.WithBody(
                "close", HttpMethod.Post, $"{PullRequests}/{pullRequest.Number}/decline?version={now.Version.ToString(CultureInfo.InvariantCulture)}",
                new BitbucketDecline(now.Version), BitbucketJson.Default.BitbucketDecline) with { IsRepeatable = true },
            static _ => false,
            cancellationToken);

    /// <summary>Bitbucket has one status for those whom it does not know and for those who may not.</summary>
    private static bool IsRefusalOfARight(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, BitbucketJson.Default.BitbucketErrors)?.Has("AuthorisationException") == true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <param name="change">From how it is now; <see langword="null"/> where there is nothing to change.</param>
    /// <param name="adapt">Takes in why it was refused; whether that makes another change of it, which is worth a try of its own.</param>
    /// <returns><see langword="null"/> where nothing was to be changed.</returns>
    private async Task<ForgeAnswer?> ChangeAsync(
        string operation, PullRequest pullRequest, Func<BitbucketPullRequest, ForgeRequest?> change, Func<BitbucketErrors, bool> adapt, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var request = change(await GetAsync(operation, pullRequest, cancellationToken));
            if (request is null)
            {
                return null;
            }

            var answer = await api.SendAsync(request with { Expected = [HttpStatusCode.Conflict] }, cancellationToken);
            if (answer.IsSuccess)
            {
                return answer;
            }

            var errors = answer.Read(BitbucketJson.Default.BitbucketErrors);
            if (attempt >= (adapt(errors) ? 3 : 2))
            {
                var failure = answer.ToFailure();
                throw errors.Has("PullRequestOutOfDateException") ? new GitException(failure.Reason, true, failure.Message) : failure;
            }
        }
    }

    private async Task<BitbucketPullRequest> GetAsync(string operation, PullRequest pullRequest, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(ForgeRequest.Get(operation, $"{PullRequests}/{pullRequest.Number}"), cancellationToken);
        return answer.Read(BitbucketJson.Default.BitbucketPullRequest);
    }

    private PullRequest Map(BitbucketPullRequest found, ForgeAnswer answer) => new()
    {
        Number = found.Id > 0 ? found.Id : throw answer.Malformed("with a pull request of no number"),
        Url = api.Address.PageOf(null, $"/pull-requests/{found.Id}"),
        State = found.State switch
        {
            "OPEN" => PullRequestState.Open,
            "MERGED" => PullRequestState.Merged,
            "DECLINED" => PullRequestState.Closed,
            _ => throw answer.Malformed($"with a pull request that is {found.State}"),
        },
        Title = found.Title,
        Body = found.Description ?? "",
        Head = answer.Branch(found.FromRef.Id),
        Base = answer.Branch(found.ToRef.Id),
        HeadCommit = CommitId.TryParse(found.FromRef.LatestCommit, out var commit) ? commit : null,
        Version = found.Version.ToString(CultureInfo.InvariantCulture),
    };
}

using System.Net;
using FastDataOperator.Core.Reports;
using FastDataOperator.Git.Forges.Http;

namespace FastDataOperator.Git.Forges.AzureDevOps;

/// <summary>Pull requests on Azure DevOps Services and Server, by version 7.0 of the REST API's Git area (learn.microsoft.com/rest/api/azure/devops/git).</summary>
internal sealed class AzureDevOpsForge(ForgeApi api) : IForge
{
    /// <summary>The newest that Server 2022 has released; 7.1 is a preview there, and refused.</summary>
    private const string Version = "api-version=7.0";

    private readonly PullRequestPages _pages = new(api);

    public static ForgeTraits Traits { get; } = new()
    {
        Name = "Azure DevOps",
        Rights = "the scope Code (read & write), and its user the permission to contribute to pull requests of this repository",

        // What Microsoft's own clients send, so that whoever may not come in gets a 401 and no page to sign in at.
        Headers = [("X-TFS-FedAuthRedirect", "Suppress")],
        Dialect = new PullRequestDialect(MostTitle: 400, MostBody: 4_000, MostMermaid: 0, HasFolding: false),
        Meaning = static said => IsPageToSignInAt(said) ? HttpStatusCode.Unauthorized : said.Status,
        Authorize = static credentials =>
        {
            // Without a user it is a token, and checked like one.
            _ = credentials is GitCredentials.Basic { User: "" } token ? new GitCredentials.Bearer(token.Password).ToHeader() : null;
            return credentials.ToHeader();
        },
    };

    public ForgeProvider Provider => ForgeProvider.AzureDevOps;

    public PullRequestDialect Dialect => Traits.Dialect;

    /// <summary>Those of forks whose branch is called the same are in the list too. Long descriptions are cut off there.</summary>
    public Task<IReadOnlyList<PullRequest>> FindAsync(BranchName head, CancellationToken cancellationToken) => _pages.FindAsync(head, async (isOpenOnly, place) =>
    {
        var filter = $"searchCriteria.sourceRefName={Uri.EscapeDataString(head.ReferenceName)}&searchCriteria.status={(isOpenOnly ? "active" : "all")}";
        var answer = await api.SendAsync(ForgeRequest.Get("find", $"pullrequests?{filter}&$top={place.Size}&$skip={place.Start}&{Version}"), cancellationToken);
        var entries = answer.Read(AzureJson.Default.AzureListAzurePullRequest).Value;
        var own = new List<PullRequest>();
        foreach (var entry in entries.Where(entry => entry.ForkSource is null && entry.SourceRefName == head.ReferenceName))
        {
            own.Add(entry.Description is { Length: >= AzurePullRequest.MostListedDescription }
                ? await GetAsync("find", entry.PullRequestId, cancellationToken)
                : Map(entry, answer));
        }

        return new PullRequestPage(own, entries.Count, entries.Count >= place.Size ? place.Start + entries.Count : null);
    });

    public async Task<PullRequest> OpenAsync(PullRequestDraft draft, CancellationToken cancellationToken)
    {
        var body = new AzureOpening(draft.Head.ReferenceName, draft.Base.ReferenceName, draft.Title, draft.Body, draft.IsDraft);
        var answer = await api.SendAsync(
            ForgeRequest.WithBody("open", HttpMethod.Post, $"pullrequests?{Version}", body, AzureJson.Default.AzureOpening) with { Expected = [HttpStatusCode.Conflict] },
            cancellationToken);
        return answer.IsSuccess ? Map(answer.Read(AzureJson.Default.AzurePullRequest), answer)
            : answer.Words.Contains("TF401179", StringComparison.Ordinal) ? throw api.Exists(draft)
            : throw answer.ToFailure();
    }

    /// <summary>Reviewers are GUIDs of identities: where names could be looked up is another host, which these credentials are not for.</summary>
    public async Task<IReadOnlyList<string>> DecorateAsync(
        PullRequest pullRequest, IReadOnlyList<string> labels, IReadOnlyList<string> reviewers, CancellationToken cancellationToken)
    {
        var notes = new DecorationNotes();
        if (labels.Count > 0)
        {
            var path = $"pullRequests/{pullRequest.Number}/labels?{Version}";
            var answer = await api.SendAsync(ForgeRequest.Get("decorate", path), cancellationToken);
            var there = answer.Read(AzureJson.Default.AzureListAzureLabel).Value.Select(static label => label.Name);
            foreach (var label in labels.Except(there, StringComparer.OrdinalIgnoreCase))
            {
                // Azure DevOps makes a label that is not there yet.
                await notes.TryAsync("label", [label], _ => api.SendAsync(
                    ForgeRequest.WithBody("decorate", HttpMethod.Post, path, new AzureLabel { Name = label }, AzureJson.Default.AzureLabel)
                        with { IsRepeatable = true, Expected = DecorationNotes.Refusals },
                    cancellationToken));
            }
        }

        foreach (var reviewer in reviewers.Where(static reviewer => !Guid.TryParse(reviewer, out _)))
        {
            notes.Add("reviewer", reviewer, "Azure DevOps knows reviewers by the GUID of their identity");
        }

        if (reviewers.Where(static reviewer => Guid.TryParse(reviewer, out _)).Select(Guid.Parse).ToArray() is { Length: > 0 } asked)
        {
            var path = $"pullRequests/{pullRequest.Number}/reviewers?{Version}";
            var answer = await api.SendAsync(ForgeRequest.Get("decorate", path), cancellationToken);
            var there = answer.Read(AzureJson.Default.AzureListAzureIdentity).Value.Select(static one => Guid.TryParse(one.Id, out var id) ? id : Guid.Empty);
            foreach (var reviewer in asked.Except(there))
            {
                await notes.TryAsync("reviewer", [reviewer.ToString()], _ => api.SendAsync(
                    ForgeRequest.WithBody(
                        "decorate", HttpMethod.Post, path, [new AzureIdentity { Id = reviewer.ToString() }], AzureJson.Default.IReadOnlyListAzureIdentity)
                        with { IsRepeatable = true, Expected = DecorationNotes.Refusals },
                    cancellationToken));
            }
        }

        return notes.All;
    }

    /// <summary>One that was completed meanwhile cannot be edited any more: it stays as it is.</summary>
    public async Task<PullRequest> UpdateAsync(PullRequest pullRequest, string title, string body, CancellationToken cancellationToken)
    {
        var answer = await ChangeAsync("update", pullRequest, new AzureChange { Title = title, Description = body }, cancellationToken);
        return answer.IsSuccess ? Map(answer.Read(AzureJson.Default.AzurePullRequest), answer) : await RequireOverAsync("update", pullRequest, answer, cancellationToken);
    }

    public async Task CloseAsync(PullRequest pullRequest, CancellationToken cancellationToken)
    {
        var now = await GetAsync("close", pullRequest.Number, cancellationToken);
        if (now.State == PullRequestState.Open
            && await ChangeAsync("close", pullRequest, new AzureChange { Status = "abandoned" }, cancellationToken) is { IsSuccess: false } answer)
        {
            await RequireOverAsync("close", pullRequest, answer, cancellationToken);
        }
    }

    /// <summary>What comes in place of a 401, of gateways that do not know the header above, too.</summary>
    private static bool IsPageToSignInAt(ForgeStatus said) =>
        (said.Status == HttpStatusCode.NonAuthoritativeInformation && said.MediaType == "text/html")
        || ((int)said.Status is >= 300 and < 400 && said.Location?.OriginalString.Contains("_signin", StringComparison.OrdinalIgnoreCase) == true);

    private async Task<PullRequest> GetAsync(string operation, long number, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(ForgeRequest.Get(operation, $"pullrequests/{number}?{Version}"), cancellationToken);
        return Map(answer.Read(AzureJson.Default.AzurePullRequest), answer);
    }

    /// <returns>A success, or a refusal that <see cref="RequireOverAsync"/> explains.</returns>
    private Task<ForgeAnswer> ChangeAsync(string operation, PullRequest pullRequest, AzureChange change, CancellationToken cancellationToken) =>
        api.SendAsync(
            ForgeRequest.WithBody(operation, HttpMethod.Patch, $"pullrequests/{pullRequest.Number}?{Version}", change, AzureJson.Default.AzureChange)
                with { Expected = [HttpStatusCode.BadRequest] },
            cancellationToken);

    /// <summary>The pull request as it is, if that it is completed or abandoned is why it was not changed.</summary>
    private async Task<PullRequest> RequireOverAsync(string operation, PullRequest pullRequest, ForgeAnswer refusal, CancellationToken cancellationToken) =>
        refusal.Words.Contains("TF401181", StringComparison.Ordinal) && await GetAsync(operation, pullRequest.Number, cancellationToken) is { State: not PullRequestState.Open } over
            ? over
            : throw refusal.ToFailure();

    private PullRequest Map(AzurePullRequest found, ForgeAnswer answer) => new()
    {
        Number = found.PullRequestId > 0 ? found.PullRequestId : throw answer.Malformed("with a pull request of no number"),

        // The API gives addresses of itself only.
        Url = api.Address.PageOf(null, $"/pullrequest/{found.PullRequestId}"),
        State = found.Status switch
        {
            "active" => PullRequestState.Open,
            "completed" => PullRequestState.Merged,
            "abandoned" => PullRequestState.Closed,
            _ => throw answer.Malformed($"with a pull request that is {found.Status}"),
        },
        Title = found.Title,
        Body = found.Description ?? "",
        Head = answer.Branch(found.SourceRefName),
        Base = answer.Branch(found.TargetRefName),
        HeadCommit = CommitId.TryParse(found.LastMergeSourceCommit?.CommitId, out var commit) ? commit : null,
    };
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;
using FastDataOperator.Testing.Forges.OpenApi;

namespace FastDataOperator.Testing.Forges.AzureDevOps;

/// <summary>Azure DevOps Server on loopback: where it is installed, and Services elsewhere, answer the same way.</summary>
public sealed class AzureDevOpsServer : ForgeServer
{
    public const string Collection = "Default Collection";
    public const string Project = "Core Data";
    public const string Repository = "orders";

    private const string Prefix = "refs/heads/";
    private const string RepositoryId = "3411ebc1-d5aa-464f-9615-0b527bc66719";

    public static readonly Guid Ada = new("11111111-2222-3333-4444-555555555555");
    public static readonly Guid Grace = new("66666666-7777-8888-9999-aaaaaaaaaaaa");

    public AzureDevOpsServer()
    {
        // Nobody is known by name here.
        Model.Users.Clear();
        Model.Users.UnionWith([Ada.ToString(), Grace.ToString()]);
    }

    public override ForgeProvider Provider => ForgeProvider.AzureDevOps;

    /// <summary>Called before a change is made, as if somebody were faster.</summary>
    public Action<ModelPullRequest>? BeforeChange { get; set; }

    public override string RepositoryPath => $"{Uri.EscapeDataString(Collection)}/{Uri.EscapeDataString(Project)}/_git/{Repository}";

    public override bool MakesLabels => true;

    public override ApiDescription? Description => ApiDescriptions.Find(ApiDescriptions.AzureDevOps);

    /// <summary>The description's paths begin with the organization, which is a collection here.</summary>
    protected override string ApiPath => "";

    public override GitCredentials CredentialsOf(string token) => new GitCredentials.Basic("", token);

    public override string ReviewerOf(string name) => (name == "ada" ? Ada : name == "grace" ? Grace : throw new ArgumentOutOfRangeException(nameof(name))).ToString();

    /// <summary>The description has lists without what every list of Azure DevOps is wrapped in.</summary>
    protected override JsonElement Described(ForgeCall call, JsonElement answer) => answer.TryGetProperty("value", out var items) && answer.TryGetProperty("count", out _) ? items : answer;

    /// <summary>It describes success only.</summary>
    protected override bool IsFlawOfTheDescription(string fault) => fault.EndsWith("an answer 400 is not described", StringComparison.Ordinal) || fault.EndsWith("an answer 409 is not described", StringComparison.Ordinal);

    protected override ForgeReply Refuse(int status, string message) => Refuse(status, message, "VssServiceException");

    /// <summary>A server has released the version that it came with; what is newer it has as a preview, if at all.</summary>
    protected override ForgeReply Answer(ForgeCall call) => call.Query.GetValueOrDefault("api-version") is not "7.0" and var version
        ? Refuse(400, $"The requested version \"{version}\" of the resource is under preview. The -preview flag must be supplied in the api-version for such requests. For example: \"{version}-preview\"", "VssInvalidPreviewVersionException")
        : call.Parts is not [Collection, Project, "_apis", "git", "repositories", Repository, .. var rest]
        ? Refuse(404, "TF401019: The Git repository with name or identifier does not exist or you do not have permissions for the operation you are attempting.", "GitRepositoryNotFoundException")
        : (call.Method, rest) switch
        {
            ("GET", ["pullrequests"]) => List(call),
            ("POST", ["pullrequests"]) => Open(call),
            ("GET", ["pullrequests", var number]) => With(number, found => new ForgeReply(200, Complete(call, 200, Of(found)))),
            ("PATCH", ["pullrequests", var number]) => With(number, found => Change(call, found)),
            ("GET", ["pullRequests", var number, "labels"]) => With(number, static found => Wrap([.. found.Labels.Select(static name => Label(name))])),
            ("POST", ["pullRequests", var number, "labels"]) => With(number, found => AddLabel(call, found)),
            ("GET", ["pullRequests", var number, "reviewers"]) => With(number, static found => Wrap([.. found.Reviewers.Select(static id => Reviewer(id))])),
            ("POST", ["pullRequests", var number, "reviewers"]) => With(number, found => AddReviewers(call, found)),
            _ => Refuse(404, "The controller for path was not found or does not implement IController."),
        };

    private static ForgeReply Refuse(int status, string message, string kind) => new(status, new JsonObject
    {
        ["$id"] = "1",
        ["innerException"] = null,
        ["message"] = message,
        ["typeName"] = $"Microsoft.TeamFoundation.Git.Server.{kind}, Microsoft.TeamFoundation.Git.Server",
        ["typeKey"] = kind,
        ["errorCode"] = 0,
        ["eventId"] = 3000,
    });

    private static ForgeReply Wrap(JsonNode[] items) => new(200, new JsonObject { ["value"] = new JsonArray(items), ["count"] = items.Length });

    private static JsonObject Label(string name) => new() { ["id"] = Guid.Empty.ToString(), ["name"] = name, ["active"] = true };

    private static JsonObject Reviewer(string id) => new() { ["id"] = id, ["vote"] = 0, ["displayName"] = id };

    private static JsonObject Of(ModelPullRequest found)
    {
        var own = new JsonObject
        {
            ["pullRequestId"] = found.Number,
            ["status"] = found.State switch { PullRequestState.Open => "active", PullRequestState.Merged => "completed", _ => "abandoned" },
            ["title"] = found.Title,
            ["description"] = found.Body,
            ["sourceRefName"] = Prefix + found.Head,
            ["targetRefName"] = Prefix + found.Base,
            ["isDraft"] = found.IsDraft,
            ["mergeStatus"] = "succeeded",
            ["lastMergeSourceCommit"] = new JsonObject { ["commitId"] = found.HeadCommit },
            ["repository"] = new JsonObject { ["id"] = RepositoryId, ["name"] = Repository },
            ["reviewers"] = new JsonArray([.. found.Reviewers.Select(static id => Reviewer(id))]),
        };
        if (found.IsFromFork)
        {
            own["forkSource"] = new JsonObject { ["name"] = Prefix + found.Head, ["repository"] = new JsonObject { ["name"] = "orders-fork" } };
        }

        return own;
    }

    private static JsonObject Listed(ModelPullRequest found)
    {
        var own = Of(found);
        own["description"] = found.Body[..Math.Min(400, found.Body.Length)];
        return own;
    }

    private ForgeReply List(ForgeCall call) => Wrap(
    [
        .. Model.PullRequests.Where(one => Prefix + one.Head == call.Query["searchCriteria.sourceRefName"])
            .Where(one => call.Query["searchCriteria.status"] == "all" || one.State == PullRequestState.Open)
            .OrderByDescending(static one => one.Number)
            .Skip(int.Parse(call.Query["$skip"], CultureInfo.InvariantCulture)).Take(int.Parse(call.Query["$top"], CultureInfo.InvariantCulture))
            .Select(static one => Listed(one)),
    ]);

    private ForgeReply Open(ForgeCall call)
    {
        var (head, @base) = (call.Text("sourceRefName")![Prefix.Length..], call.Text("targetRefName")![Prefix.Length..]);
        if (!Model.HasBranch(head) || !Model.HasBranch(@base))
        {
            return Refuse(400, "TF401398: The pull request cannot be activated because the source and/or the target branch no longer exists, or the requested refs are not branches", "GitPullRequestCannotBeActivated");
        }

        if (Model.FindOpen(head, @base) is not null)
        {
            return Refuse(409, "TF401179: An active pull request for the source and target branch already exists.", "GitPullRequestExistsException");
        }

        if (TooLong(call) is { } refusal)
        {
            return refusal;
        }

        var added = Model.Add(head, @base, title: call.Text("title")!, body: call.Text("description") ?? "");
        added.IsDraft = call.Flag("isDraft");
        return new ForgeReply(200, Complete(call, 200, Of(added)));
    }

    private ForgeReply Change(ForgeCall call, ModelPullRequest found)
    {
        if (TooLong(call) is { } refusal)
        {
            return refusal;
        }

        BeforeChange?.Invoke(found);
        if (found.State == PullRequestState.Merged || (found.State == PullRequestState.Closed && call.Text("status") is not null))
        {
            return Refuse(400, "TF401181: The pull request cannot be edited due to its state.", "GitPullRequestNotEditableException");
        }

        found.State = call.Text("status") == "abandoned" ? PullRequestState.Closed : found.State;

        found.Title = call.Text("title") ?? found.Title;
        found.Body = call.Text("description") ?? found.Body;
        return new ForgeReply(200, Complete(call, 200, Of(found)));
    }

    private static ForgeReply? TooLong(ForgeCall call) => call.Text("description") is { Length: > 4000 }
        ? Refuse(400, "Invalid argument value.\r\nParameter name: A description for a pull request must not be longer than 4000 characters.", "InvalidArgumentValueException")
        : null;

    private ForgeReply AddLabel(ForgeCall call, ModelPullRequest found)
    {
        var name = call.Text("name")!;
        if (name.AsSpan().IndexOfAny(',', ';') >= 0)
        {
            return Refuse(400, "The tag name is not valid.", "InvalidTagNameException");
        }

        Model.Labels.Add(name);
        found.Labels.Add(name);
        return new ForgeReply(200, Label(name));
    }

    private ForgeReply AddReviewers(ForgeCall call, ModelPullRequest found)
    {
        var ids = call.Body!.Value.EnumerateArray().Select(static one => one.GetProperty("id").GetString()!).ToArray();
        if (ids.FirstOrDefault(id => !Model.Users.Contains(id)) is { } unknown)
        {
            return Refuse(400, $"Invalid argument value.\r\nParameter name: The identity {unknown} is not recognized.", "InvalidArgumentValueException");
        }

        found.Reviewers.UnionWith(ids);
        return Wrap([.. found.Reviewers.Select(static id => Reviewer(id))]);
    }

    private ForgeReply With(string number, Func<ModelPullRequest, ForgeReply> answer) =>
        Model.Find(long.Parse(number, CultureInfo.InvariantCulture)) is { } found
            ? answer(found)
            : Refuse(404, $"TF401180: The requested pull request {number} was not found.", "GitPullRequestNotFoundException");
}

using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;
using FastDataOperator.Testing.Forges.OpenApi;

namespace FastDataOperator.Testing.Forges.GitLab;

/// <summary>GitLab as its reference documentation tells it.</summary>
public sealed partial class GitLabServer : ForgeServer
{
    public const string Subgroups = "a-group/sub.group/deeper";
    public const string Path = Subgroups + "/orders";

    /// <summary>What the project was called before: what is read there is redirected to its id, what changes it is refused.</summary>
    public const string FormerPath = Subgroups + "/purchases";

    private const string Id = "42";
    private const long ProjectId = 42;

    public override ForgeProvider Provider => ForgeProvider.GitLab;

    public override string RepositoryPath => Path + ".git";

    public override bool MakesLabels => true;

    public override bool SeesPushesLate => true;

    public override ApiDescription? Description => GitLabDescription.Read;

    /// <summary>As for a licence: without one, a merge request keeps one reviewer.</summary>
    public bool HasLicence { get; set; } = true;

    protected override string ApiPath => "/api/v4";

    public override GitCredentials CredentialsOf(string token) => new GitCredentials.Basic("oauth2", token);

    protected override ForgeReply Answer(ForgeCall call) => (call.Method, call.Parts) switch
    {
        ("GET", ["users"]) => Users(call),
        (_, ["projects", FormerPath, ..]) when call.Method != "GET" => Refuse(405, "405 Method Not Allowed - Non GET methods are not allowed for moved projects"),
        (_, ["projects", FormerPath, ..]) => new ForgeReply(301, null, ("Location", Moved(call))),
        (_, ["projects", not (Path or Id), ..]) => Refuse(404, "404 Project Not Found"),
        ("GET", ["projects", _]) => new ForgeReply(200, new JsonObject { ["id"] = ProjectId, ["path_with_namespace"] = Path }),
        ("GET", ["projects", _, "merge_requests"]) => List(call),
        ("POST", ["projects", _, "merge_requests"]) => Open(call),
        ("GET", ["projects", _, "merge_requests", var number]) => With(number, found => new ForgeReply(200, Complete(call, 200, Of(found)))),
        ("PUT", ["projects", _, "merge_requests", var number]) => With(number, found => Change(call, found)),
        _ => Refuse(404, "404 Not Found"),
    };

    private string Moved(ForgeCall call)
    {
        var query = string.Join('&', call.Query.Select(static entry => $"{entry.Key}={Uri.EscapeDataString(entry.Value)}"));
        return $"{Origin}{ApiPath}{call.Path.Replace(Uri.EscapeDataString(FormerPath), Id, StringComparison.Ordinal)}?{query}";
    }

    private static bool IsDraft(string title) => DraftWord().IsMatch(title);

    private JsonObject Of(ModelPullRequest found) => new()
    {
        ["id"] = 1000 + found.Number,
        ["iid"] = found.Number,
        ["project_id"] = ProjectId,
        ["title"] = found.Title,
        ["description"] = found.Body,
        ["state"] = found.State switch { PullRequestState.Open => "opened", PullRequestState.Merged => "merged", _ => "closed" },
        ["draft"] = IsDraft(found.Title),
        ["source_branch"] = found.Head,
        ["target_branch"] = found.Base,
        ["source_project_id"] = found.IsFromFork ? 77 : ProjectId,
        ["target_project_id"] = ProjectId,
        ["sha"] = found.HeadCommit,
        ["web_url"] = $"{Origin}/{Path}/-/merge_requests/{found.Number}",
        ["labels"] = new JsonArray([.. found.Labels.Select(static label => JsonValue.Create(label))]),
        ["reviewers"] = new JsonArray([.. found.Reviewers.Select(name => User(name))]),
    };

    private long IdOf(string user) => 500 + Model.Users.Order(StringComparer.Ordinal).ToList().IndexOf(user);

    private JsonObject User(string name) => new()
    {
        ["id"] = IdOf(name), ["username"] = name, ["name"] = name, ["state"] = "active", ["avatar_url"] = null, ["web_url"] = $"{Origin}/{name}",
    };

    private ForgeReply Users(ForgeCall call) =>
        new(200, new JsonArray([.. Model.Users.Where(name => name.Equals(call.Query["username"], StringComparison.OrdinalIgnoreCase)).Select(name => User(name))]));

    private ForgeReply List(ForgeCall call)
    {
        var size = int.Parse(call.Query["per_page"], CultureInfo.InvariantCulture);
        var page = int.Parse(call.Query.GetValueOrDefault("page", "1"), CultureInfo.InvariantCulture);
        var found = Model.PullRequests
            .Where(one => one.Head == call.Query["source_branch"] && (call.Query["state"] == "all" || one.State == PullRequestState.Open))
            .OrderByDescending(static one => one.Number);
        return new ForgeReply(200, new JsonArray([.. found.Skip((page - 1) * size).Take(size).Select(one => Item(call, one))]));
    }

    /// <summary>Both kinds of answers have the same members but few.</summary>
    private JsonNode Item(ForgeCall call, ModelPullRequest found) => Complete(call with { Method = "POST" }, 201, Of(found));

    private ForgeReply Open(ForgeCall call)
    {
        var (head, @base, title) = (call.Text("source_branch")!, call.Text("target_branch")!, call.Text("title")!);
        if (!Model.HasBranch(head) || !Model.HasBranch(@base))
        {
            return new ForgeReply(400, new JsonObject { ["message"] = new JsonObject { [Model.HasBranch(head) ? "target_branch" : "source_branch"] = new JsonArray("does not exist") } });
        }

        if (title.Length > 255)
        {
            return new ForgeReply(400, new JsonObject { ["message"] = new JsonObject { ["title"] = new JsonArray("is too long (maximum is 255 characters)") } });
        }

        return Model.FindOpen(head, @base) is { } other
            ? new ForgeReply(409, new JsonObject { ["message"] = new JsonArray($"Another open merge request already exists for this source branch: !{other.Number}") })
            : Opened(call, Model.Add(head, @base, title: title, body: call.Text("description") ?? ""));
    }

    private ForgeReply Opened(ForgeCall call, ModelPullRequest added)
    {
        added.IsDraft = IsDraft(added.Title);
        return new ForgeReply(201, Complete(call, 201, Of(added)));
    }

    private ForgeReply Change(ForgeCall call, ModelPullRequest found)
    {
        found.Title = call.Text("title") ?? found.Title;
        found.IsDraft = IsDraft(found.Title);
        found.Body = call.Text("description") ?? found.Body;
        if (call.Text("state_event") == "close" && found.State == PullRequestState.Open)
        {
            found.State = PullRequestState.Closed;
        }

        foreach (var label in (call.Text("add_labels") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            Model.Labels.Add(label);
            found.Labels.Add(label);
        }

        if (call.Items("reviewer_ids") is { Count: > 0 } ids)
        {
            // All of them anew; who is not known is left out without a word.
            found.Reviewers.Clear();
            foreach (var id in ids.Select(static id => id.GetInt64()).Take(HasLicence ? int.MaxValue : 1))
            {
                found.Reviewers.UnionWith(Model.Users.Where(name => IdOf(name) == id));
            }
        }

        return new ForgeReply(200, Complete(call, 200, Of(found)));
    }

    private ForgeReply With(string number, Func<ModelPullRequest, ForgeReply> answer) =>
        Model.Find(long.Parse(number, CultureInfo.InvariantCulture)) is { } found ? answer(found) : Refuse(404, "404 Not found");

    [GeneratedRegex(@"^(\[draft\]|\(draft\)|draft:)", RegexOptions.IgnoreCase)]
    private static partial Regex DraftWord();
}

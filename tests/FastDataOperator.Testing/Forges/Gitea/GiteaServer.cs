using System.Globalization;
using System.Text.Json.Nodes;
using FastDataOperator.Git.Forges;
using FastDataOperator.Testing.Forges.OpenApi;

namespace FastDataOperator.Testing.Forges.Gitea;

/// <summary>The REST API of Forgejo and Gitea, as far as pull requests go.</summary>
public sealed class GiteaServer : ForgeServer
{
    private const string Owner = "acme";
    private const string Name = "config";

    /// <summary>What this instance gives at most, whatever is asked for.</summary>
    public int PageSize { get; set; } = 3;

    /// <summary>Whether the owner is a person: no teams then, and no labels but the repository's.</summary>
    public bool IsOfAPerson { get; set; }

    /// <summary>Whether pull requests depend on issues that are open, and so cannot be closed.</summary>
    public bool HasOpenDependencies { get; set; }

    public override ForgeProvider Provider => ForgeProvider.Gitea;

    public override string RepositoryPath => $"{Owner}/{Name}.git";

    public override ApiDescription? Description { get; } = ApiDescriptions.Find(ApiDescriptions.Forgejo);

    protected override string ApiPath => "/api/v1";

    protected override ForgeReply Answer(ForgeCall call) => (call.Method, call.Parts) switch
    {
        ("GET", ["repos", Owner, Name, "pulls"]) => List(call),
        ("POST", ["repos", Owner, Name, "pulls"]) => Open(call),
        ("GET", ["repos", Owner, Name, "pulls", var number]) => Model.Find(Number(number)) is { } known ? new(200, Render(call, 200, known)) : Refuse(404, "not found"),
        ("GET", ["repos", Owner, Name, "pulls", var number, "commits"]) => Model.Find(Number(number)) is { } known ? Commits(known) : Refuse(404, "not found"),
        ("PATCH", ["repos", Owner, Name, "pulls", var number]) => Change(call, number),
        ("GET", ["repos", Owner, Name, "labels"]) => Labels(call, Model.Labels.Where(static name => name != "automated")),
        ("GET", ["orgs", Owner, ..]) when IsOfAPerson => Refuse(404, "not found"),
        ("GET", ["orgs", Owner]) => new(200, Complete(call, 200, new JsonObject { ["id"] = 5, ["name"] = Owner })),
        ("GET", ["orgs", Owner, "labels"]) => Labels(call, ["automated"]),
        ("POST", ["repos", Owner, Name, "issues", var number, "labels"]) => Label(call, number),
        ("POST", ["repos", Owner, Name, "pulls", var number, "requested_reviewers"]) => Request(call, number),
        _ => Refuse(404, "not found"),
    };

    protected override ForgeReply Refuse(int status, string message) =>
        new(status, new JsonObject { ["message"] = message, ["url"] = "https://forge.example.com/api/swagger", ["errors"] = new JsonArray() });

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private IEnumerable<T> PageOf<T>(ForgeCall call, IEnumerable<T> all)
    {
        var size = (int)Math.Min(PageSize, Number(call.Query["limit"]));
        return all.Skip((int)(Number(call.Query["page"]) - 1) * size).Take(size);
    }

    private static long IdOf(string label) => label switch { "fastdata" => 11, "automated" => 12, _ => 13 };

    private static string NameOf(long id) => id switch { 11 => "fastdata", 12 => "automated", _ => "other" };

    private static JsonArray LabelList(IEnumerable<string> names) =>
        new([.. names.Select(static name => (JsonNode)new JsonObject { ["id"] = IdOf(name), ["name"] = name, ["color"] = "00aabb", ["description"] = "", ["url"] = "https://forge.example.com/l" })]);

    private ForgeReply Labels(ForgeCall call, IEnumerable<string> names) => new(200, LabelList(PageOf(call, names)));

    private ForgeReply List(ForgeCall call)
    {
        var all = Model.PullRequests.Where(one => call.Query["state"] == "all" || one.State == PullRequestState.Open).OrderByDescending(static one => one.Number);
        return new ForgeReply(200, new JsonArray([.. PageOf(call, all).Select(one => Render(call, 200, one))]));
    }

    private ForgeReply Open(ForgeCall call)
    {
        var (head, @base) = (call.Text("head")!, call.Text("base")!);
        if (Model.FindOpen(head, @base) is { } known)
        {
            return Refuse(409, $"pull request already exists for these targets [id: {known.Number}, issue_id: {known.Number}, head_repo_id: 7, base_repo_id: 7, head_branch: {head}, base_branch: {@base}]");
        }

        if (!Model.HasBranch(head) || !Model.HasBranch(@base))
        {
            return Refuse(404, "The target couldn't be found.");
        }

        var opened = Model.Add(head, @base, title: call.Text("title")!, body: call.Text("body")!);
        opened.IsDraft = opened.Title.StartsWith("WIP:", StringComparison.Ordinal);
        return new ForgeReply(201, Render(call, 201, opened));
    }

    private ForgeReply Change(ForgeCall call, string number)
    {
        if (Model.Find(Number(number)) is not { } known)
        {
            return Refuse(404, "not found");
        }

        known.Title = call.Text("title") ?? known.Title;
        known.Body = call.Text("body") ?? known.Body;
        known.IsDraft = known.Title.StartsWith("WIP:", StringComparison.Ordinal);
        if (call.Text("state") == "closed" && known.State == PullRequestState.Merged)
        {
            return Refuse(412, "cannot change state of this pull request, it was already merged");
        }

        if (call.Text("state") == "closed" && known.State == PullRequestState.Open && HasOpenDependencies)
        {
            return Refuse(412, "cannot close this pull request because it still has open dependencies");
        }

        if (call.Text("state") == "closed")
        {
            known.State = PullRequestState.Closed;
        }

        return new ForgeReply(201, Render(call, 201, known));
    }

    private ForgeReply Label(ForgeCall call, string number)
    {
        var known = Model.Find(Number(number))!;
        known.Labels.UnionWith(call.Items("labels").Select(static id => NameOf(id.GetInt64())));
        return new ForgeReply(200, LabelList(known.Labels));
    }

    private ForgeReply Request(ForgeCall call, string number)
    {
        var users = call.Items("reviewers").Select(static one => one.GetString()!).ToArray();

        // Of a person's repository, teams are passed over without a word.
        var teams = IsOfAPerson ? [] : call.Items("team_reviewers").Select(static one => one.GetString()!).ToArray();
        if (users.FirstOrDefault(user => user != ForgeModel.Author && !Model.Users.Contains(user)) is { } stranger)
        {
            return Refuse(404, $"user '{stranger}' not exist");
        }

        if (teams.FirstOrDefault(team => !Model.Teams.Contains(team)) is { } strange)
        {
            return Refuse(404, $"team '{strange}' not exist");
        }

        if (users.Contains(ForgeModel.Author))
        {
            return Refuse(422, "poster of pr can't be reviewer");
        }

        var known = Model.Find(Number(number))!;
        known.Reviewers.UnionWith(users);
        known.Reviewers.UnionWith(teams.Select(static team => "team/" + team));
        return new ForgeReply(201, new JsonArray());
    }

    /// <summary>As far as they were in it when it was open, the newest first.</summary>
    private static ForgeReply Commits(ModelPullRequest one) =>
        new(200, new JsonArray(new JsonObject { ["sha"] = one.HeadCommit, ["url"] = "https://forge.example.com/c", ["html_url"] = "https://forge.example.com/h" }));

    private JsonNode Render(ForgeCall call, int status, ModelPullRequest one)
    {
        // A head that is gone is told by the reference that the forge keeps of it. One that is there is told as it is now, merged or not.
        var isGone = !Model.HasBranch(one.Head);
        var head = one.IsFromFork ? one.HeadCommit : Model.Repository?.Tip(one.Head) ?? one.HeadCommit;
        var own = new JsonObject
        {
            ["number"] = one.Number,
            ["html_url"] = $"{Origin}/{Owner}/{Name}/pulls/{one.Number}",
            ["state"] = one.State == PullRequestState.Open ? "open" : "closed",
            ["title"] = one.Title,
            ["body"] = one.Body,
            ["draft"] = one.IsDraft,
            ["merged"] = one.State == PullRequestState.Merged,
            ["head"] = new JsonObject
            {
                ["label"] = one.Head, ["ref"] = isGone ? $"refs/pull/{one.Number}/head" : one.Head, ["sha"] = head, ["repo_id"] = one.IsFromFork ? 8 : 7,
            },
            ["base"] = new JsonObject { ["label"] = one.Base, ["ref"] = one.Base, ["sha"] = one.BaseCommit, ["repo_id"] = 7 },
        };
        return call.Parts[^1] == "pulls" && call.Method == "GET" ? ItemSample(call) is { } sample ? Overlay(sample, own) : own : Complete(call, status, own);
    }
}

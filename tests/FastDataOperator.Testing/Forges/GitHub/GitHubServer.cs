using System.Globalization;
using System.Text.Json.Nodes;
using FastDataOperator.Git.Forges;
using FastDataOperator.Testing.Forges.OpenApi;

namespace FastDataOperator.Testing.Forges.GitHub;

/// <summary>GitHub Enterprise Server's REST API, as far as pull requests go.</summary>
public class GitHubServer : ForgeServer
{
    private const string Owner = "acme";
    private const string Name = "config";

    public override ForgeProvider Provider => ForgeProvider.GitHub;

    public override bool MakesLabels => true;

    public override bool SeesPushesLate => true;

    public override string RepositoryPath => $"{Owner}/{Name}.git";

    public override ApiDescription? Description { get; } = ApiDescriptions.Find(ApiDescriptions.GitHub);

    protected override string ApiPath => "/api/v3";

    protected override ForgeReply Answer(ForgeCall call) => (call.Method, call.Parts) switch
    {
        ("GET", ["repos", Owner, Name]) => new(200, Complete(call, 200, new JsonObject { ["id"] = 7, ["full_name"] = $"{Owner}/{Name}" })),
        ("GET", ["repos", Owner, Name, "pulls"]) => List(call),
        ("POST", ["repos", Owner, Name, "pulls"]) => Open(call),
        ("PATCH", ["repos", Owner, Name, "pulls", var number]) => Change(call, number),
        ("POST", ["repos", Owner, Name, "issues", var number, "labels"]) => Label(call, number),
        ("POST", ["repos", Owner, Name, "pulls", var number, "requested_reviewers"]) => Request(call, number),
        _ => Refuse(404, "Not Found"),
    };

    protected override ForgeReply Refuse(int status, string message) => new(status, Error(message));

    private static JsonObject Error(string message, params IReadOnlyList<string> errors)
    {
        var error = new JsonObject { ["message"] = message, ["documentation_url"] = "https://docs.github.com/rest" };
        if (errors.Count > 0)
        {
            error["errors"] = new JsonArray([.. errors.Select(static text => (JsonNode)new JsonObject { ["resource"] = "PullRequest", ["code"] = "custom", ["message"] = text })]);
        }

        return error;
    }

    private static ForgeReply Invalid(string message) => new(422, Error("Validation Failed", message));

    private ForgeReply List(ForgeCall call)
    {
        var head = call.Query["head"].Split(':');
        var (size, page) = (int.Parse(call.Query["per_page"], CultureInfo.InvariantCulture), int.Parse(call.Query["page"], CultureInfo.InvariantCulture));
        var all = Model.PullRequests
            .Where(one => head[0] == Owner && one.Head == head[1])
            .Where(one => call.Query["state"] is "all" || (one.State == PullRequestState.Open) == (call.Query["state"] == "open"))
            .OrderByDescending(static one => one.Number)
            .Skip((page - 1) * size).Take(size);
        return new ForgeReply(200, new JsonArray([.. all.Select(one => Render(call, one, isListed: true))]));
    }

    private ForgeReply Open(ForgeCall call)
    {
        var (head, @base) = (call.Text("head")!, call.Text("base")!);
        if (Model.FindOpen(head, @base) is not null)
        {
            return Invalid($"A pull request already exists for {Owner}:{head}.");
        }

        if (!Model.HasBranch(head) || !Model.HasBranch(@base))
        {
            return new(422, new JsonObject
            {
                ["message"] = "Validation Failed", ["documentation_url"] = "https://docs.github.com/rest",
                ["errors"] = new JsonArray(new JsonObject { ["resource"] = "PullRequest", ["field"] = Model.HasBranch(head) ? "base" : "head", ["code"] = "invalid" }),
            });
        }

        var opened = Model.Add(head, @base, title: call.Text("title")!, body: call.Text("body")!);
        opened.IsDraft = call.Flag("draft");
        return new ForgeReply(201, Render(call, opened, isListed: false));
    }

    private ForgeReply Change(ForgeCall call, string number)
    {
        if (Model.Find(long.Parse(number, CultureInfo.InvariantCulture)) is not { } known)
        {
            return Refuse(404, "Not Found");
        }

        known.Title = call.Text("title") ?? known.Title;
        known.Body = call.Text("body") ?? known.Body;
        if (call.Text("state") == "closed" && known.State == PullRequestState.Open)
        {
            known.State = PullRequestState.Closed;
        }

        return new ForgeReply(200, Render(call, known, isListed: false));
    }

    private ForgeReply Label(ForgeCall call, string number)
    {
        var names = call.Items("labels").Select(static label => label.GetString()!).ToArray();
        if (names.Any(static name => name.Length > 50))
        {
            return new(422, new JsonObject
            {
                ["message"] = "Validation Failed", ["documentation_url"] = "https://docs.github.com/rest",
                ["errors"] = new JsonArray(new JsonObject { ["resource"] = "Label", ["field"] = "name", ["code"] = "invalid", ["message"] = "name is too long (maximum is 50 characters)" }),
            });
        }

        var known = Model.Find(long.Parse(number, CultureInfo.InvariantCulture))!;
        known.Labels.UnionWith(names);
        Model.Labels.UnionWith(names);
        return new ForgeReply(200, new JsonArray([.. known.Labels.Select(static name => (JsonNode)new JsonObject
        {
            ["id"] = 1, ["node_id"] = "x", ["url"] = "https://forge.example.com/x", ["name"] = name, ["description"] = null, ["color"] = "ededed", ["default"] = false,
        })]));
    }

    private ForgeReply Request(ForgeCall call, string number)
    {
        var users = call.Items("reviewers").Select(static one => one.GetString()!).ToArray();
        var teams = call.Items("team_reviewers").Select(static one => one.GetString()!).ToArray();
        if (users.Contains(ForgeModel.Author))
        {
            return new(422, Error("Review cannot be requested from pull request author."));
        }

        if (!users.All(Model.Users.Contains) || !teams.All(Model.Teams.Contains))
        {
            return new(422, Error("Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the acme/config repository."));
        }

        var known = Model.Find(long.Parse(number, CultureInfo.InvariantCulture))!;
        known.Reviewers.UnionWith(users);
        known.Reviewers.UnionWith(teams.Select(static team => "team/" + team));
        return new ForgeReply(201, Render(call, known, isListed: false));
    }

    private JsonNode Render(ForgeCall call, ModelPullRequest one, bool isListed)
    {
        var own = new JsonObject
        {
            ["number"] = one.Number,
            ["html_url"] = $"{Origin}/{Owner}/{Name}/pull/{one.Number}",
            ["state"] = one.State == PullRequestState.Open ? "open" : "closed",
            ["title"] = one.Title,
            ["body"] = one.Body,
            ["draft"] = one.IsDraft,
            ["merged_at"] = one.State == PullRequestState.Merged ? "2026-03-04T05:06:07Z" : null,
            ["head"] = new JsonObject { ["ref"] = one.Head, ["sha"] = one.HeadCommit, ["label"] = $"{Owner}:{one.Head}", ["repo"] = new JsonObject { ["id"] = one.IsFromFork ? 8 : 7 } },
            ["base"] = new JsonObject { ["ref"] = one.Base, ["sha"] = one.BaseCommit, ["label"] = $"{Owner}:{one.Base}", ["repo"] = new JsonObject { ["id"] = 7 } },
        };
        if (!isListed)
        {
            return Complete(call, call.Method == "POST" ? 201 : 200, own);
        }

        // The list's items are described below the list.
        return ItemSample(call) is { } sample ? Overlay(sample, own) : own;
    }
}

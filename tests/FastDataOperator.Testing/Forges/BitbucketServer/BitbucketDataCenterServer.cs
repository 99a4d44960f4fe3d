using System.Globalization;
using System.Text.Json.Nodes;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;
using FastDataOperator.Testing.Forges.OpenApi;

namespace FastDataOperator.Testing.Forges.BitbucketServer;

/// <summary>Bitbucket Data Center, below a context path.</summary>
public sealed class BitbucketDataCenterServer : ForgeServer
{
    public const string Context = "/tools/bitbucket";
    public const string Project = "CORE";
    public const string Slug = "orders";

    private const string Prefix = "refs/heads/";
    private static readonly string[] s_flaws =
    [
        "body.fromRef.displayId is missing", "body.fromRef.latestCommit is missing", "body.toRef.displayId is missing", "body.toRef.latestCommit is missing",
        ".user.displayName is missing", ".user.slug is missing", ".user.type is missing", "answer.errors[0].context is null, not string", "answer.nextPageStart is null, not integer",
    ];

    private const string Exceptions = "com.atlassian.bitbucket.";

    public override ForgeProvider Provider => ForgeProvider.BitbucketServer;

    public override string RepositoryPath => $"{Context[1..]}/scm/{Project}/{Slug}.git";

    public override bool HasLabels => false;

    public override ApiDescription? Description => ApiDescriptions.Find(ApiDescriptions.Bitbucket);

    /// <summary>Whether it is 8.18 or newer.</summary>
    public bool HasDrafts { get; set; } = true;

    /// <summary>Called before a change is looked at, as if somebody were faster.</summary>
    public Action<ModelPullRequest>? BeforeChange { get; set; }

    protected override string ApiPath => Context + "/rest";

    public override GitCredentials CredentialsOf(string token) => new GitCredentials.Basic("x-token-auth", token);

    /// <summary>Bitbucket says 401 to whoever may not, too.</summary>
    protected override ForgeReply Refuse(int status, string message) => status switch
    {
        401 => Refuse(401, message, message == NoCredentials ? "AuthorisationException" : "auth.IncorrectPasswordAuthenticationException"),
        403 => Refuse(401, message, "AuthorisationException"),
        _ => Refuse(status, message, "repository.NoSuchRepositoryException"),
    };

    /// <summary>It was made from the classes of answers: what an answer always has is required of requests as well, where the server itself needs nothing but ids and names
    /// (developer.atlassian.com/server/bitbucket/how-tos, and every client there is); and that <c>context</c> and <c>nextPageStart</c> may be null stands nowhere.</summary>
    protected override bool IsFlawOfTheDescription(string fault) => s_flaws.Any(flaw => fault.EndsWith(flaw, StringComparison.Ordinal));

    protected override ForgeReply Answer(ForgeCall call) => call.Parts is not ["api", "latest", "projects", Project, "repos", Slug, "pull-requests", .. var rest]
        ? Refuse(404, "Repository does not exist.")
        : (call.Method, rest) switch
        {
            ("GET", []) => List(call),
            ("POST", []) => Open(call),
            ("GET", [var number]) => With(number, found => new ForgeReply(200, Whole(call, 200, found))),
            ("PUT", [var number]) => With(number, found => Change(call, found)),
            ("POST", [var number, "decline"]) => With(number, found => Decline(call, found)),
            ("POST", [var number, "participants"]) => With(number, found => AddReviewer(call, found)),
            _ => Refuse(404, "null for uri"),
        };

    private static ForgeReply Refuse(int status, string message, string exception) => new(status, new JsonObject
    {
        ["errors"] = new JsonArray(new JsonObject { ["context"] = null, ["message"] = message, ["exceptionName"] = Exceptions + exception }),
    });

    private static JsonObject User(string name) => new() { ["name"] = name, ["slug"] = name, ["displayName"] = name, ["type"] = "NORMAL", ["active"] = true };

    private static JsonObject Participant(string name, string role) => new() { ["user"] = User(name), ["role"] = role, ["approved"] = false, ["status"] = "UNAPPROVED" };

    private static JsonObject Side(string branch, string commit, int repository) => new()
    {
        ["id"] = Prefix + branch,
        ["displayId"] = branch,
        ["latestCommit"] = commit,
        ["type"] = "BRANCH",
        ["repository"] = new JsonObject
        {
            ["id"] = repository, ["slug"] = Slug, ["name"] = Slug, ["project"] = new JsonObject { ["key"] = Project, ["name"] = Project, ["type"] = "NORMAL" },
        },
    };

    private JsonNode Whole(ForgeCall call, int status, ModelPullRequest found)
    {
        var whole = Complete(call, status, Of(found));
        if (!HasDrafts)
        {
            whole.AsObject().Remove("draft");
        }

        return whole;
    }

    private JsonObject Of(ModelPullRequest found)
    {
        var own = new JsonObject
        {
            ["id"] = found.Number,
            ["version"] = found.Version,
            ["title"] = found.Title,
            ["description"] = found.Body,
            ["state"] = found.State switch { PullRequestState.Open => "OPEN", PullRequestState.Merged => "MERGED", _ => "DECLINED" },
            ["open"] = found.State == PullRequestState.Open,
            ["closed"] = found.State != PullRequestState.Open,
            ["fromRef"] = Side(found.Head, found.HeadCommit, found.IsFromFork ? 8 : 7),
            ["toRef"] = Side(found.Base, found.BaseCommit, 7),
            ["reviewers"] = new JsonArray([.. found.Reviewers.Select(static name => Participant(name, "REVIEWER"))]),
        };
        if (HasDrafts)
        {
            own["draft"] = found.IsDraft;
        }

        return own;
    }

    private ForgeReply List(ForgeCall call)
    {
        var (start, limit) = (int.Parse(call.Query["start"], CultureInfo.InvariantCulture), int.Parse(call.Query["limit"], CultureInfo.InvariantCulture));

        // A server may be set up to give shorter pages than it is asked for.
        limit = Math.Min(limit, 15);
        var all = Model.PullRequests
            .Where(one => Prefix + one.Head == call.Query["at"])
            .Where(one => call.Query["state"] == "ALL" || one.State == PullRequestState.Open)
            .OrderByDescending(static one => one.Number).ToArray();
        var page = all.Skip(start).Take(limit).Select(one => (JsonNode)Of(one)).ToArray();
        var isLast = start + page.Length >= all.Length;
        return new ForgeReply(200, new JsonObject
        {
            ["values"] = new JsonArray(page), ["size"] = page.Length, ["limit"] = limit, ["start"] = start, ["isLastPage"] = isLast, ["nextPageStart"] = isLast ? null : start + limit,
        });
    }

    private ForgeReply Open(ForgeCall call)
    {
        var head = call.Body!.Value.GetProperty("fromRef").GetProperty("id").GetString()![Prefix.Length..];
        var @base = call.Body!.Value.GetProperty("toRef").GetProperty("id").GetString()![Prefix.Length..];
        if (!Model.HasBranch(head) || !Model.HasBranch(@base))
        {
            return Refuse(404, $"Branch {head} does not exist.", "commit.NoSuchBranchException");
        }

        if (Model.FindOpen(head, @base) is not null)
        {
            return Refuse(409, "Only one pull request may be open for a given source and target branch", "pull.DuplicatePullRequestException");
        }

        if (TooLong(call) is { } refusal)
        {
            return refusal;
        }

        var added = Model.Add(head, @base, title: call.Text("title")!, body: call.Text("description") ?? "");
        added.IsDraft = HasDrafts && call.Flag("draft");
        return new ForgeReply(201, Whole(call, 201, added));
    }

    private static ForgeReply? TooLong(ForgeCall call) =>
        call.Text("title") is { Length: > 255 } ? Refuse(400, "Please enter a title that has 255 characters or fewer.", "validation.ArgumentValidationException")
        : call.Text("description") is { Length: > 32_768 } ? Refuse(400, "Please enter a non-empty value less than 32768 characters", "validation.ArgumentValidationException")
        : null;

    private ForgeReply Change(ForgeCall call, ModelPullRequest found)
    {
        BeforeChange?.Invoke(found);
        if (OutOfDate(call.Body!.Value.GetProperty("version").GetInt32(), found) is { } conflict)
        {
            return conflict;
        }

        if (TooLong(call) is { } refusal)
        {
            return refusal;
        }

        var reviewers = call.Items("reviewers").Select(static one => one.GetProperty("user").GetProperty("name").GetString()!).ToArray();
        if (reviewers.Except(Model.Users).ToArray() is { Length: > 0 } invalid)
        {
            return Refuse(reviewers, invalid);
        }

        found.Title = call.Text("title") ?? found.Title;
        found.Body = call.Text("description") ?? "";
        found.IsDraft = call.Body!.Value.TryGetProperty("draft", out var draft) ? draft.GetBoolean() : found.IsDraft;
        found.Reviewers.Clear();
        found.Reviewers.UnionWith(reviewers);
        found.Version++;
        return new ForgeReply(200, Whole(call, 200, found));
    }

    /// <summary>Who is no user any more cannot stay a reviewer.</summary>
    private static ForgeReply Refuse(string[] reviewers, string[] invalid) => new(409, new JsonObject
    {
        ["errors"] = new JsonArray(new JsonObject
        {
            ["context"] = "reviewers",
            ["message"] = "Errors encountered while adding some reviewers to this pull request.",
            ["exceptionName"] = Exceptions + "pull.InvalidPullRequestReviewersException",
            ["reviewerErrors"] = new JsonArray([.. invalid.Select(static name => new JsonObject { ["context"] = name, ["message"] = $"{name} is not a user.", ["exceptionName"] = null })]),
            ["validReviewers"] = new JsonArray([.. reviewers.Except(invalid).Select(static name => User(name))]),
        }),
    });

    private ForgeReply Decline(ForgeCall call, ModelPullRequest found)
    {
        BeforeChange?.Invoke(found);
        if (OutOfDate(int.Parse(call.Query["version"], CultureInfo.InvariantCulture), found) is { } conflict)
        {
            return conflict;
        }

        if (found.State != PullRequestState.Open)
        {
            return Refuse(409, "This pull request has already been closed.", "pull.IllegalPullRequestStateException");
        }

        found.State = PullRequestState.Closed;
        found.Version++;
        return new ForgeReply(200, Whole(call, 200, found));
    }

    private static ForgeReply? OutOfDate(int version, ModelPullRequest found) => version == found.Version ? null
        : Refuse(409, "You are attempting to modify a pull request based on out-of-date information.", "pull.PullRequestOutOfDateException");

    private ForgeReply AddReviewer(ForgeCall call, ModelPullRequest found)
    {
        var name = call.Body!.Value.GetProperty("user").GetProperty("name").GetString()!;
        if (!Model.Users.Contains(name))
        {
            return Refuse(404, $"No user found with name: {name}", "user.NoSuchUserException");
        }

        found.Reviewers.Add(name);
        found.Version++;
        return new ForgeReply(200, Participant(name, "REVIEWER"));
    }

    private ForgeReply With(string number, Func<ModelPullRequest, ForgeReply> answer) =>
        Model.Find(long.Parse(number, CultureInfo.InvariantCulture)) is { } found
            ? answer(found)
            : Refuse(404, $"Pull request {number} does not exist in {Project}/{Slug}.", "pull.NoSuchPullRequestException");
}

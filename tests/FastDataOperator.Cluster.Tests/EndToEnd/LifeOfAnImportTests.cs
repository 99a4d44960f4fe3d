using System.Text.Json.Nodes;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Testing;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>What a user sees of one import, from <c>kubectl apply</c> to <c>kubectl delete</c>.</summary>
public sealed class LifeOfAnImportTests(Cluster cluster)
{
    private const string Name = OperatorWorld.ImportName;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Created_IsPushedAndReady_AndFollowsTheSourceByItself()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        var before = world.Destination.Tip("main");
        await world.StartReadyAsync();

        await world.CreateImportAsync();
        var ready = await world.Imports.WaitForAsync(Name, "Ready", CancellationToken);

        var first = world.Destination.Tip("main")!;
        Assert.NotEqual(before, first);
        var status = ready["status"]!;
        Assert.Equal(first, (string?)status["destination"]!["pushedCommit"]);
        Assert.Equal($"main@sha1:{first}", (string?)status["destination"]!["revision"]);
        Assert.Equal($"main@sha1:{world.Source.Tip("main")}", (string?)status["source"]!["revision"]);
        Assert.Equal((long?)ready["metadata"]!["generation"], (long?)status["observedGeneration"]);
        Assert.Equal("Pushed", ImportObjects.ConditionsOf(ready)["Ready"].Reason);
        Assert.False(ImportObjects.ConditionsOf(ready).ContainsKey("Stalled"));
        Assert.False(ImportObjects.ConditionsOf(ready).ContainsKey("Reconciling"));

        OperatorWorld.Commit(world.Source, "customer-core.next");
        var second = await world.PushedAsync(first);
        await world.ReportedAsync(second);

        Assert.Equal(3, OperatorWorld.Log(world.Destination).Count);
        await world.EventAsync("Pushed", pushed => pushed.Message.StartsWith("update", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_WithKubectl_SaysHowItIs()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        await world.StartReadyAsync();
        await world.CreateImportAsync();

        await cluster.KubectlAsync("wait", "--for=condition=Ready", "--timeout=60s", "-n", world.Space, $"fdi/{Name}");
        var line = (await cluster.KubectlAsync("get", "fdi", "-o", "wide", "-n", world.Space)).Split('\n')[1];

        Assert.Contains("True", line, StringComparison.Ordinal);
        Assert.Contains("import 2 Systems of Record, 7 Projections, 1 ER schema and 5 cast functions; pushed ", line, StringComparison.Ordinal);
        Assert.Contains(world.UrlOf("customer-core"), line, StringComparison.Ordinal);
        Assert.Contains("import 15 resources", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SpecChanged_IsFollowedAtOnce()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        await world.StartReadyAsync();
        var spec = world.Spec();
        spec["interval"] = "1h";
        await world.CreateImportAsync(spec);
        await world.Imports.WaitForAsync(Name, "Ready", CancellationToken);
        var first = world.Destination.Tip("main");

        await world.Imports.PatchAsync(Name, new JsonObject { ["spec"] = new JsonObject { ["select"] = new JsonObject { ["erSchemas"] = new JsonArray(), ["castFunctions"] = new JsonArray(new JsonObject { ["name"] = "toCents" }) }, ["prune"] = true } }, CancellationToken);
        var second = await world.PushedAsync(first);

        var status = (await world.ReportedAsync(second))["status"]!;
        Assert.Equal(14, (long?)status["plan"]!["removed"]);
        Assert.Equal("toCents", (string?)Assert.Single(status["resources"]!.AsArray())!["name"]);
    }

    [Fact]
    public async Task Broken_SaysWhyInOneSentence_AndRecoversWhenItIsMended()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        await world.StartReadyAsync();
        var spec = world.Spec();
        spec["select"] = new JsonObject { ["erSchemas"] = new JsonArray(new JsonObject { ["name"] = "er_custmer" }) };
        await world.CreateImportAsync(spec);

        var stalled = await world.Imports.WaitForAsync(Name, "Stalled", CancellationToken);

        var (status, reason, message) = ImportObjects.ConditionsOf(stalled)["Ready"];
        Assert.Equal(("False", "NotInSource"), (status, reason));
        Assert.Contains("er_custmer", message, StringComparison.Ordinal);
        Assert.Contains("did you mean er_customer?", message, StringComparison.Ordinal);
        await world.EventAsync("NotInSource", warning => warning.Type == "Warning" && warning.Count == 1);

        await world.Imports.PatchAsync(Name, new JsonObject { ["spec"] = new JsonObject { ["select"] = world.Spec()["select"]!.DeepClone() } }, CancellationToken);
        var ready = await world.Imports.WaitForAsync(Name, "Ready", CancellationToken);

        Assert.False(ImportObjects.ConditionsOf(ready).ContainsKey("Stalled"));
        Assert.Equal(["Pushed", "NotInSource"], ready["status"]!["history"]!.AsArray().Select(entry => (string?)entry!["reason"]));

        // The same fault again is the same Event, counted.
        await world.Imports.PatchAsync(Name, new JsonObject { ["spec"] = new JsonObject { ["select"] = spec["select"]!.DeepClone() } }, CancellationToken);
        await world.EventAsync("NotInSource", warning => warning.Count == 2);
    }

    [Fact]
    public async Task Suspended_WritesNothing_AndResumedCatchesUp()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        await world.StartReadyAsync();
        var before = world.Destination.Tip("main");
        var spec = world.Spec();
        spec["suspend"] = true;
        await world.CreateImportAsync(spec);
        await world.Imports.WaitAsync(Name, import => Reason(import) == "Suspended", "it was not suspended", CancellationToken);

        // Asking does not move it either.
        await AskAsync(world, "one");
        await world.Imports.PatchAsync(Name, new JsonObject { ["spec"] = new JsonObject { ["timeout"] = "50s" } }, CancellationToken);
        await world.Imports.WaitAsync(Name, import => (long?)import?["status"]?["observedGeneration"] == 2, "the change was not seen", CancellationToken);
        Assert.Equal(before, world.Destination.Tip("main"));

        await world.Imports.PatchAsync(Name, new JsonObject { ["spec"] = new JsonObject { ["suspend"] = false } }, CancellationToken);
        var ready = await world.Imports.WaitForAsync(Name, "Ready", CancellationToken);

        Assert.NotEqual(before, world.Destination.Tip("main"));
        Assert.Equal("one", (string?)ready["status"]!["lastHandledReconcileAt"]);
    }

    [Fact]
    public async Task Manual_TellsThatAnUpdateWaits_AndTakesItWhenAsked()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        await world.StartReadyAsync();
        var spec = world.Spec();
        spec["update"] = "Manual";
        await world.CreateImportAsync(spec);
        await world.Imports.WaitForAsync(Name, "Ready", CancellationToken);
        var first = world.Destination.Tip("main");

        OperatorWorld.Commit(world.Source, "customer-core.next");
        var waiting = await world.Imports.WaitAsync(Name, import => Reason(import) == "UpdateAvailable", "the update was not noticed", CancellationToken);
        Assert.Equal("True", ImportObjects.ConditionsOf(waiting!)["Ready"].Status);
        Assert.Contains($"kubectl fastdata reconcile {Name}", ImportObjects.ConditionsOf(waiting!)["Ready"].Message, StringComparison.Ordinal);
        await world.EventAsync("UpdateAvailable", told => told.Type == "Normal");
        Assert.Equal(first, world.Destination.Tip("main"));

        await AskAsync(world, "please");
        await world.ReportedAsync(await world.PushedAsync(first));
        Assert.Equal("please", (string?)(await world.Imports.GetAsync(Name, CancellationToken))["status"]!["lastHandledReconcileAt"]);
    }

    [Fact]
    public async Task Drift_IsRestored_OrReported()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        await world.StartReadyAsync();
        await world.CreateImportAsync();
        await world.Imports.WaitForAsync(Name, "Ready", CancellationToken);
        var imported = world.Configuration();

        var edited = world.Edit(imported.Replace("Math.floor", "Math.round", StringComparison.Ordinal));
        var restored = await world.PushedAsync(edited);
        await world.ReportedAsync(restored);
        Assert.Equal(imported, world.Configuration());
        Assert.Equal(1, (long?)(await world.Imports.GetAsync(Name, CancellationToken))["status"]!["plan"]!["restored"]);

        await world.Imports.PatchAsync(Name, new JsonObject { ["spec"] = new JsonObject { ["drift"] = "Report" } }, CancellationToken);
        await world.Imports.WaitForAsync(Name, "Ready", CancellationToken);
        edited = world.Edit(imported.Replace("Math.floor", "Math.ceil", StringComparison.Ordinal));
        var reported = await world.Imports.WaitAsync(Name, import => import is not null && ImportObjects.Is(import, "Drifted"), "the drift was not reported", CancellationToken);
        Assert.Equal(("True", "Drifted"), (ImportObjects.ConditionsOf(reported!)["Ready"].Status, ImportObjects.ConditionsOf(reported!)["Ready"].Reason));
        Assert.Contains("toCents", ImportObjects.ConditionsOf(reported!)["Drifted"].Message, StringComparison.Ordinal);
        Assert.Equal(edited, world.Destination.Tip("main"));
    }

    [Fact]
    public async Task Secret_WrongThenRight_IsTakenWithoutARestart()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        await world.PutSecretAsync("wrong");
        await world.StartReadyAsync();
        await world.CreateImportAsync();

        var stalled = await world.Imports.WaitForAsync(Name, "Stalled", CancellationToken);
        Assert.Equal("AuthenticationFailed", ImportObjects.ConditionsOf(stalled)["Ready"].Reason);

        await world.PutSecretAsync(OperatorWorld.Password);
        await world.Imports.WaitForAsync(Name, "Ready", CancellationToken);
    }

    [Fact]
    public async Task Secret_Missing_IsNamed_AndTakenWhenItComes()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        await world.StartReadyAsync();
        var spec = world.Spec();
        spec["destination"]!["repository"]!["secretRef"]!["name"] = "later";
        await world.CreateImportAsync(spec);

        var stalled = await world.Imports.WaitForAsync(Name, "Stalled", CancellationToken);
        Assert.Equal(("SecretMissing", $"the Secret {world.Space}/later does not exist; create it, or correct secretRef"), (ImportObjects.ConditionsOf(stalled)["Ready"].Reason, ImportObjects.ConditionsOf(stalled)["Ready"].Message));

        await world.PutSecretAsync(OperatorWorld.Password, "later");
        await world.Imports.WaitForAsync(Name, "Ready", CancellationToken);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data.git", "host 169.254.169.254")]
    [InlineData("http://localhost:1/a.git", "host localhost")]
    [InlineData("file:///etc/a.git", "path on this machine")]
    public async Task Address_ThatIsNotAllowed_IsRefusedWithTheOptionThatWould(string url, string what)
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        await world.StartReadyAsync();
        var spec = world.Spec();
        spec["source"]!["repository"]!["url"] = url;
        spec["source"]!["repository"]!.AsObject().Remove("secretRef");
        await world.CreateImportAsync(spec);

        var stalled = await world.Imports.WaitForAsync(Name, "Stalled", CancellationToken);

        var (_, reason, message) = ImportObjects.ConditionsOf(stalled)["Ready"];
        Assert.Equal("NotAllowed", reason);
        Assert.Contains(what, message, StringComparison.Ordinal);
        Assert.Matches("--allow(ed-hosts|-local-repositories)", message);
    }

    [Fact]
    public async Task Dependent_WaitsUntilTheOtherIsReady()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        world.CreateRepository("second", "marketing");
        await world.StartReadyAsync();
        var dependent = world.Spec("second");
        dependent["interval"] = "1h";
        dependent["dependsOn"] = new JsonArray(new JsonObject { ["name"] = Name });
        await world.CreateImportAsync(dependent, "dependent");
        var waiting = await world.Imports.WaitForAsync("dependent", "Reconciling", CancellationToken);
        Assert.Equal(("False", "DependencyNotReady"), (ImportObjects.ConditionsOf(waiting)["Ready"].Status, ImportObjects.ConditionsOf(waiting)["Ready"].Reason));

        await world.CreateImportAsync();

        await world.Imports.WaitForAsync("dependent", "Ready", CancellationToken);
        Assert.True(ImportObjects.Is(await world.Imports.GetAsync(Name, CancellationToken), "Ready"));
    }

    [Fact]
    public async Task Deleted_WithRemove_TakesItsReferencesAlong()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        var before = world.Configuration();
        await world.StartReadyAsync();
        var spec = world.Spec();
        spec["deletionPolicy"] = "Remove";
        await world.CreateImportAsync(spec);
        var ready = await world.Imports.WaitForAsync(Name, "Ready", CancellationToken);
        Assert.Equal([ImportObject.Finalizer], ready["metadata"]!["finalizers"]!.AsArray().Select(finalizer => (string?)finalizer));
        Assert.NotEqual(before, world.Configuration());

        await world.Imports.DeleteAsync(Name, CancellationToken);
        await world.Imports.WaitForGoneAsync(Name, CancellationToken);

        Assert.Equal(before, world.Configuration());
        Assert.Equal(3, OperatorWorld.Log(world.Destination).Count);
        await world.EventAsync("ReferencesRemoved", told => told.Type == "Normal");
    }

    [Fact]
    public async Task Deleted_WithRetain_LeavesTheDestinationAlone()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        await world.StartReadyAsync();
        var spec = world.Spec();
        spec["deletionPolicy"] = "Remove";
        await world.CreateImportAsync(spec);
        await world.Imports.WaitForAsync(Name, "Ready", CancellationToken);
        await world.Imports.PatchAsync(Name, new JsonObject { ["spec"] = new JsonObject { ["deletionPolicy"] = "Retain" } }, CancellationToken);
        await world.Imports.WaitAsync(Name, import => import?["metadata"]?["finalizers"] is null, "the finalizer stayed", CancellationToken);
        var tip = world.Destination.Tip("main");

        await world.Imports.DeleteAsync(Name, CancellationToken);
        await world.Imports.WaitForGoneAsync(Name, CancellationToken);

        Assert.Equal(tip, world.Destination.Tip("main"));
    }

    [Fact]
    public async Task Unmoved_CostsTwoLooksAnInterval_AndNothingIsWritten()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        await using var api = await FastDataOperator.Testing.Clusters.RecordingProxy.StartAsync(cluster.Plane, CancellationToken);
        await using var git = await FastDataOperator.Testing.Clusters.RecordingProxy.StartAsync(world.GitAddress, null, CancellationToken);
        await world.StartReadyAsync(api);
        foreach (var number in Enumerable.Range(1, 5))
        {
            var spec = world.Spec(git: git.Address);
            spec["importAs"] = "Reference";
            spec["select"] = new JsonObject { ["castFunctions"] = new JsonArray(new JsonObject { ["name"] = "toCents" }) };
            if (number > 1)
            {
                world.CreateRepository($"destination-{number}", "marketing");
                spec["destination"]!["repository"]!["url"] = new Uri(git.Address, $"destination-{number}.git").AbsoluteUri;
            }

            await world.CreateImportAsync(spec, $"import-{number}");
        }

        foreach (var number in Enumerable.Range(1, 5))
        {
            await world.Imports.WaitForAsync($"import-{number}", "Ready", CancellationToken);
        }

        // The source's second look: all five have shared the first round's, and share this one.
        await git.NextAsync(request => request.Path.Contains("customer-core", StringComparison.Ordinal));
        api.Clear();
        git.Clear();
        await git.NextAsync(request => request.Path.Contains("customer-core", StringComparison.Ordinal));
        await git.NextAsync(request => request.Path.Contains("customer-core", StringComparison.Ordinal));

        // Two intervals later: a request per interval for the one source, and no fetch, no push, no write.
        Assert.All(git.Requests, request => Assert.Equal("POST git-upload-pack", request.Kind));
        Assert.InRange(git.Requests.Count(request => request.Path.Contains("customer-core", StringComparison.Ordinal)), 2, 3);
        Assert.DoesNotContain(api.CountByKind().Keys, kind => kind.StartsWith("patch", StringComparison.Ordinal) || kind.StartsWith("create", StringComparison.Ordinal));
    }

    private static string? Reason(JsonObject? import) => import is not null && ImportObjects.ConditionsOf(import).TryGetValue("Ready", out var ready) ? ready.Reason : null;

    private static Task<JsonObject> AskAsync(OperatorWorld world, string when) => world.Imports.AnnotateAsync(Name, ImportObject.RequestedAtAnnotation, when, CancellationToken);
}

using System.Text.Json.Nodes;
using FastDataOperator.Api.V1Alpha1;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>What a user sees of one import, from <c>kubectl apply</c> on.</summary>
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

    private static string? Reason(JsonObject? import) => import is not null && ImportObjects.ConditionsOf(import).TryGetValue("Ready", out var ready) ? ready.Reason : null;

    private static Task<JsonObject> AskAsync(OperatorWorld world, string when) => world.Imports.AnnotateAsync(Name, ImportObject.RequestedAtAnnotation, when, CancellationToken);
}

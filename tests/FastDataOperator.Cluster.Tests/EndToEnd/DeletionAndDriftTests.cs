using System.Text.Json.Nodes;
using FastDataOperator.Api.V1Alpha1;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>What becomes of references that somebody edits, and of those whose import goes (D1, P2).</summary>
public sealed class DeletionAndDriftTests(Cluster cluster)
{
    private const string Name = OperatorWorld.ImportName;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

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
}

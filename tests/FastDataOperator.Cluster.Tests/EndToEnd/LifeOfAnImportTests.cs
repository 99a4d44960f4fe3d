using System.Text.Json.Nodes;
using FastDataOperator.Testing;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>What a user sees of one import, from <c>kubectl apply</c> to <c>kubectl delete</c>.</summary>
public sealed class LifeOfAnImportTests(Cluster cluster)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Created_IsPushedAndReady_AndFollowsTheSourceByItself()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        var before = world.Destination.Tip("main");
        await world.StartReadyAsync();

        await world.CreateImportAsync();
        var ready = await world.Imports.WaitForAsync(OperatorWorld.ImportName, "Ready", CancellationToken);

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
        await world.Imports.WaitAsync(OperatorWorld.ImportName, import => (string?)import?["status"]?["destination"]?["pushedCommit"] == second, "the second push was not reported", CancellationToken);

        Assert.Equal(3, OperatorWorld.Log(world.Destination).Count);
        Assert.Equal(2, (await world.EventsAsync())["Pushed"].Count);
    }
}

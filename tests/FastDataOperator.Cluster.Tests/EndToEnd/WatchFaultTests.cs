using System.Text.Json.Nodes;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Clusters;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>Watches that expire, break or say nothing.</summary>
public sealed class WatchFaultTests(Cluster shared)
{
    private const string Watch = "watch fastdataimports";

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Expired_WhatChangedMeanwhileIsFound_AndWhatWasDeletedIsForgotten()
    {
        await using var cluster = await Cluster.StartAsync();
        await using var world = await OperatorWorld.CreateAsync(cluster);
        await using var api = await RecordingProxy.StartAsync(cluster.Plane, CancellationToken);
        world.CreateRepository("sales", "marketing");
        world.CreateRepository("support", "marketing");
        var process = await world.StartReadyAsync(api, "operator-1", "--log-level", "Debug");
        await CreateAsync("changed", "marketing");
        await CreateAsync("deleted", "sales");
        await world.Imports.WaitForAsync("changed", "Ready", CancellationToken);
        await world.Imports.WaitForAsync("deleted", "Ready", CancellationToken);

        // What is measured of a pass comes after its status.
        await Patience.UntilAsync(
            async cancellation => (await process.MetricsAsync(cancellation)).Contains("name=\"deleted\"", StringComparison.Ordinal), "what is to be deleted was not measured", () => "", CancellationToken);
        var changed = world.Destination.Tip("main");

        // The next watch stays on the way until the API server is one that began after the changes: its memory of events begins there too.
        var watch = HeldRequest.Of(api, Watch, Moment.BeforeTheServer);
        cluster.Plane.KillApiServer();
        await watch.ComeAsync(() => process.Process.Tail, CancellationToken);
        await cluster.Plane.StartApiServerAsync(CancellationToken);
        await world.Imports.DeleteAsync("deleted", CancellationToken);
        await world.Imports.PatchAsync("changed", new JsonObject { ["spec"] = new JsonObject { ["select"] = new JsonObject { ["erSchemas"] = new JsonArray(), ["castFunctions"] = new JsonArray(new JsonObject { ["name"] = "toCents" }) }, ["prune"] = true } }, CancellationToken);
        await CreateAsync("created", "support");
        cluster.Plane.KillApiServer();
        await cluster.Plane.StartApiServerAsync(CancellationToken);
        watch.Release();

        await process.LogAsync("which has expired: listing again", CancellationToken);
        await world.ReportedAsync(await world.PushedAsync(changed), "changed");
        await world.Imports.WaitForAsync("created", "Ready", CancellationToken);
        var metrics = "";
        await Patience.UntilAsync(
            async cancellation => !(metrics = await process.MetricsAsync(cancellation)).Contains("name=\"deleted\"", StringComparison.Ordinal), "what was deleted was not forgotten", () => metrics, CancellationToken);
        Assert.Contains("name=\"changed\"", metrics, StringComparison.Ordinal);
        Assert.False(process.Process.HasExited);

        Task CreateAsync(string name, string destination)
        {
            var spec = world.Spec(destination);
            spec["interval"] = "1h";
            return world.CreateImportAsync(spec, name);
        }
    }

    [Theory]
    [InlineData(Moment.BeforeTheServer)]
    [InlineData(Moment.BeforeTheAnswer)]
    public async Task Broken_EachTime_ChangesAreNoticedAllTheSame(Moment moment)
    {
        await using var world = await OperatorWorld.CreateAsync(shared);
        await using var api = await RecordingProxy.StartAsync(shared.Plane, CancellationToken);
        Func<ProxiedRequest, Task<ProxyVerdict>> reset = static request => Task.FromResult(request.Kind == Watch ? ProxyVerdict.Reset : ProxyVerdict.Pass);
        api.BeforeForwarding = moment is Moment.BeforeTheServer ? reset : null;
        api.BeforeAnswering = moment is Moment.BeforeTheAnswer ? reset : null;
        var process = await world.StartReadyAsync(api);
        await process.LogAsync("Cannot follow fastdataimports", CancellationToken);

        var spec = world.Spec();
        spec["interval"] = "1h";
        await world.CreateImportAsync(spec);
        await world.Imports.WaitForAsync(OperatorWorld.ImportName, "Ready", CancellationToken);

        Assert.True(api.CountByKind()["list fastdataimports"] > 1);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await process.ProbeAsync("healthz", CancellationToken)).Status);

        // Mended, it watches again, without lists.
        (api.BeforeForwarding, api.BeforeAnswering) = (null, null);
        await Patience.ForAsync(api.NextAsync(static request => request.Kind == Watch && request.Status == 200), "no watch had begun", () => process.Process.Tail, CancellationToken);
        api.Clear();
        await world.Imports.AnnotateAsync(OperatorWorld.ImportName, ImportObject.RequestedAtAnnotation, "now", CancellationToken);
        await world.Imports.WaitAsync(OperatorWorld.ImportName, static import => (string?)import?["status"]?["lastHandledReconcileAt"] == "now", "it was not run again", CancellationToken);
        Assert.DoesNotContain("list fastdataimports", api.CountByKind().Keys);
    }

    [Fact]
    public async Task Silent_TheSourceIsFollowedAllTheSame()
    {
        await using var world = await OperatorWorld.CreateAsync(shared);
        await using var api = await RecordingProxy.StartAsync(shared.Plane, CancellationToken);
        await world.CreateImportAsync();
        api.BeforeAnswering = static request => Task.FromResult(request.Kind == Watch ? ProxyVerdict.Drop : ProxyVerdict.Pass);
        await world.StartReadyAsync(api);
        await world.Imports.WaitForAsync(OperatorWorld.ImportName, "Ready", CancellationToken);
        var first = world.Destination.Tip("main");

        OperatorWorld.Commit(world.Source, "customer-core.next");

        await world.ReportedAsync(await world.PushedAsync(first));
        Assert.Equal((1, 1), (api.CountByKind()["list fastdataimports"], api.CountByKind()[Watch]));
    }
}

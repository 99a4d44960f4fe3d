using System.Text.Json.Nodes;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Clusters;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>The API server dies or stands still in the middle of an import.</summary>
public sealed class ApiServerOutageTests
{
    private const string Name = OperatorWorld.ImportName;
    private const string Push = "POST git-receive-pack";
    private const string Report = "patch fastdataimports/status";

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_WhileThePushIsUnderWay_ThePushIsToldAfterwards()
    {
        await using var cluster = await Cluster.StartAsync();
        await using var world = await OperatorWorld.CreateAsync(cluster);
        await using var git = await RecordingProxy.StartAsync(world.GitAddress, null, CancellationToken);
        var push = HeldRequest.Of(git, Push, Moment.BeforeTheServer);
        var process = await world.StartReadyAsync();
        await world.CreateImportAsync(OnceAnHour(world, git));
        await push.ComeAsync(() => process.Process.Tail, CancellationToken);

        cluster.Plane.KillApiServer();
        push.Release();
        await process.LogAsync("its status could not be written", CancellationToken);
        await AliveAsync(process);
        await cluster.Plane.StartApiServerAsync(CancellationToken);

        await ToldOnceAsync(world, process);
        Assert.Equal(1, git.CountByKind()[Push]);
    }

    [Theory]
    [InlineData(Moment.BeforeTheServer)]
    [InlineData(Moment.BeforeTheAnswer)]
    public async Task Killed_WhileTheStatusIsWritten_ThePushIsToldOnce(Moment moment)
    {
        await using var cluster = await Cluster.StartAsync();
        await using var world = await OperatorWorld.CreateAsync(cluster);
        await using var api = await RecordingProxy.StartAsync(cluster.Plane, CancellationToken);
        await using var git = await RecordingProxy.StartAsync(world.GitAddress, null, CancellationToken);
        var report = HeldRequest.Of(api, Report, moment);
        var process = await world.StartReadyAsync(api);
        await world.CreateImportAsync(OnceAnHour(world, git));
        await report.ComeAsync(() => process.Process.Tail, CancellationToken);

        cluster.Plane.KillApiServer();
        report.Break();
        await process.LogAsync("its status could not be written", CancellationToken);
        await AliveAsync(process);
        await cluster.Plane.StartApiServerAsync(CancellationToken);

        await ToldOnceAsync(world, process);
        Assert.Equal(1, git.CountByKind()[Push]);
    }

    /// <summary>The last moment at which the operator may still decide not to push, and the one after it.</summary>
    [Theory]
    [InlineData("GET refs", Moment.BeforeTheAnswer)]
    [InlineData(Push, Moment.BeforeTheServer)]
    public async Task Paused_ForLongerThanTheRenewDeadline_NothingIsPushedUntilTheLeaseIsTakenAgain(string kind, Moment moment)
    {
        await using var cluster = await Cluster.StartAsync();
        await using var world = await OperatorWorld.CreateAsync(cluster);
        await using var git = await RecordingProxy.StartAsync(world.GitAddress, null, CancellationToken);
        var before = world.Destination.Tip("main");
        var held = HeldRequest.Of(git, kind, moment);
        var process = await world.StartReadyAsync(null, "operator-1", "--lease-duration", "8s", "--renew-deadline", "6s", "--retry-period", "1s");
        await world.CreateImportAsync(OnceAnHour(world, git));
        var request = await held.ComeAsync(() => process.Process.Tail, CancellationToken);

        cluster.Plane.PauseApiServer();
        await process.LogAsync("Lost Lease", CancellationToken);

        // What was under way is broken off; only then can nothing of it arrive any more.
        await Patience.ForAsync(request.Left, $"{kind} was not broken off", () => process.Process.Tail, CancellationToken);
        held.Release();
        await process.LogAsync("it could not be renewed for 6 s", CancellationToken);
        await process.LineAsync(_ => process.Lines.Count(static line => line.Contains("A request for Lease", StringComparison.Ordinal)) > 8, "more requests for the Lease", CancellationToken);

        Assert.Equal(before, world.Destination.Tip("main"));
        Assert.Equal(kind == Push ? 1 : 0, git.Requests.Count(static request => request.Kind == Push));
        await AliveAsync(process);
        var leading = process.Lines.Count(IsAcquired);
        cluster.Plane.ResumeApiServer();
        await process.LineAsync(_ => process.Lines.Count(IsAcquired) > leading, "that it leads again", CancellationToken);

        await ToldOnceAsync(world, process);
        Assert.Equal(kind == Push ? 2 : 1, git.Requests.Count(static request => request.Kind == Push));
    }

    private static bool IsAcquired(string line) => line.Contains("Acquired Lease", StringComparison.Ordinal);

    private static JsonObject OnceAnHour(OperatorWorld world, RecordingProxy git)
    {
        var spec = world.Spec(git: git.Address);
        spec["interval"] = "1h";
        return spec;
    }

    private static async Task AliveAsync(OperatorProcess process)
    {
        Assert.False(process.Process.HasExited);
        Assert.Equal((System.Net.HttpStatusCode.OK, "ok\n"), await process.ProbeAsync("healthz", CancellationToken));
    }

    /// <summary>One commit was pushed, and the status tells of it as the run that pushed would have.</summary>
    private static async Task ToldOnceAsync(OperatorWorld world, OperatorProcess process)
    {
        var ready = await world.Imports.WaitForAsync(Name, "Ready", CancellationToken);
        var tip = world.Destination.Tip("main")!;
        Assert.Equal(2, OperatorWorld.Log(world.Destination).Count);
        Assert.Equal("Pushed", ImportObjects.ConditionsOf(ready)["Ready"].Reason);
        Assert.Equal(tip, (string?)ready["status"]!["destination"]!["pushedCommit"]);

        // Another pass finds nothing to do, and the push is in the history once.
        await world.Imports.AnnotateAsync(Name, ImportObject.RequestedAtAnnotation, "again", CancellationToken);
        var again = await world.Imports.WaitAsync(Name, found => (string?)found?["status"]?["lastHandledReconcileAt"] == "again", "it was not run again", CancellationToken);
        Assert.Equal("UpToDate", ImportObjects.ConditionsOf(again!)["Ready"].Reason);
        Assert.Equal(tip, world.Destination.Tip("main"));
        Assert.Equal([tip], again!["status"]!["history"]!.AsArray().Select(static entry => (string?)entry!["commit"]));
        var pushes = (await process.MetricsAsync(CancellationToken)).Split('\n').Single(static line => line.StartsWith("fastdata_import_push_total{", StringComparison.Ordinal) && line.Contains("result=\"pushed\"", StringComparison.Ordinal));
        Assert.EndsWith(" 1", pushes, StringComparison.Ordinal);
        await AliveAsync(process);
    }
}

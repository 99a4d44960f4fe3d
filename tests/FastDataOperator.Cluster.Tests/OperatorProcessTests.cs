using FastDataOperator.Testing.Clusters;

namespace FastDataOperator.Cluster.Tests;

/// <summary>The executable as a process among others: starts, tells how it fares, stops.</summary>
public sealed class OperatorProcessTests(Cluster cluster)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Operator_ThatReachesTheApiServer_BecomesReadyAndStopsAsTold()
    {
        using var process = await StartAsync();

        await process.ReadyAsync(CancellationToken);
        var start = await process.LogAsync("starts as", CancellationToken);
        Assert.Equal("Information", start.GetProperty("LogLevel").GetString());
        Assert.Contains("# TYPE", await process.MetricsAsync(CancellationToken), StringComparison.Ordinal);
        var memory = process.Process.Memory;
        Assert.InRange(process.Process.PeakMemory, memory / 2, long.MaxValue);
        process.Process.Signal("TERM");

        Assert.Equal(0, await process.ExitAsync(CancellationToken));
        Assert.Null((await process.ProbeAsync("readyz", CancellationToken)).Status);
    }

    [Fact]
    public async Task Operator_Killed_IsGoneAtOnce()
    {
        using var process = await StartAsync();
        await process.AliveAsync(CancellationToken);

        process.Process.Kill();

        Assert.Equal(128 + 9, await process.ExitAsync(CancellationToken));
    }

    [Fact]
    public async Task Operator_WithAWrongFlag_SaysSoAndEnds()
    {
        using var process = OperatorProcess.Start(["--workers", "none"]);

        Assert.Equal(1, await process.ExitAsync(CancellationToken));
        Assert.Contains("--workers", await process.LineAsync(static line => line.Contains("none", StringComparison.Ordinal), "what is wrong", CancellationToken), StringComparison.Ordinal);
    }

    private async Task<OperatorProcess> StartAsync()
    {
        var (space, _) = await cluster.CreateNamespaceAsync(CancellationToken);
        var kubeconfig = cluster.Plane.WriteKubeconfig(ClusterUser.Administrator, space: space);
        return OperatorProcess.Start(["--kubeconfig", kubeconfig, "--lease-namespace", space, "--watch-namespaces", space]);
    }
}

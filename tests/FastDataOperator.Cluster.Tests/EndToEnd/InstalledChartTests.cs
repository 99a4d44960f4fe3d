using System.Text.Json.Nodes;
using FastDataOperator.Cluster.Tests.Chart;
using FastDataOperator.Configuration;
using FastDataOperator.Testing.Clusters;
using k8s;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>The rendered chart, applied, and the operator running with its Deployment's arguments and its service account's token and no more.</summary>
public sealed class InstalledChartTests(Cluster cluster)
{
    private static readonly string[] s_ofTheMachine = [OperatorSettings.ScratchDirectory.Flag, OperatorSettings.MetricsBindAddress.Flag, OperatorSettings.HealthProbeBindAddress.Flag];

    /// <summary>Everything that an operator asks of the API server, in RBAC's words.</summary>
    private static readonly string[] s_needed =
    [
        "create events", "create leases", "get fastdataimports", "get leases", "get secrets", "list fastdataimports", "patch events", "patch fastdataimports", "patch fastdataimports/status",
        "update leases", "watch fastdataimports",
    ];

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Installed_ImportsAndRemoves_WithItsRightsAndNoMore(bool isNamespaced)
    {
        await using var world = await OperatorWorld.CreateAsync(cluster, grants: false);
        await using var api = await RecordingProxy.StartAsync(cluster.Plane, CancellationToken);
        var arguments = await InstallAsync(world, isNamespaced);
        var process = world.StartBare(api, "operator-1", [.. arguments.Where(argument => !Array.Exists(s_ofTheMachine, flag => argument.StartsWith(flag + "=", StringComparison.Ordinal)))]);
        await process.ReadyAsync(CancellationToken);

        var spec = world.Spec();
        spec["deletionPolicy"] = "Remove";
        await world.Imports.CreateAsync(OperatorWorld.ImportName, spec, CancellationToken, new JsonObject { ["labels"] = new JsonObject { ["shard"] = world.Space } });
        await world.Imports.WaitForAsync(OperatorWorld.ImportName, "Ready", CancellationToken);
        OperatorWorld.Commit(world.Source, "customer-core.next");
        await world.EventAsync("Pushed", pushed => pushed.Message.StartsWith("update", StringComparison.Ordinal));
        await world.Imports.DeleteAsync(OperatorWorld.ImportName, CancellationToken);
        await world.Imports.WaitForGoneAsync(OperatorWorld.ImportName, CancellationToken);
        process.Process.Signal("TERM");
        Assert.Equal(0, await process.ExitAsync(CancellationToken));

        Assert.DoesNotContain(api.Requests, static request => request.Status is 401 or 403);
        Assert.Subset(s_needed.ToHashSet(), api.CountByKind().Keys.ToHashSet());
    }

    [Fact]
    public async Task Installed_ForANamespace_SeesNoOther()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster, grants: false);
        await InstallAsync(world, isNamespaced: true);
        using var client = cluster.ClientOf(world.Account);
        var (other, _) = await cluster.CreateNamespaceAsync(CancellationToken);

        foreach (var (space, isAllowed) in new[] { (world.Space, true), (other, false) })
        {
            var review = await client.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(
                new k8s.Models.V1SelfSubjectAccessReview
                {
                    Spec = new k8s.Models.V1SelfSubjectAccessReviewSpec { ResourceAttributes = new k8s.Models.V1ResourceAttributes { NamespaceProperty = space, Verb = "get", Resource = "secrets" } },
                }, cancellationToken: CancellationToken);
            Assert.Equal(isAllowed, review.Status.Allowed);
        }
    }

    /// <summary>Applies the rendering and returns the arguments of its Deployment.</summary>
    private async Task<IReadOnlyList<string>> InstallAsync(OperatorWorld world, bool isNamespaced)
    {
        // A label keeps an operator for the whole cluster away from the imports of other tests.
        var run = await Helm.RunAsync(
            "helm", "template", world.Space, Helm.Chart, "--namespace", world.Space,
            "--set", $"fullnameOverride=operator-{world.Space},serviceAccount.name=fastdata-operator,operator.watchLabelSelector=shard={world.Space}",
            "--set", "operator.allowHttp=true,operator.allowedHosts={127.0.0.1}",
            "--set-json", $"operator.watchNamespaces=[{(isNamespaced ? $"\"{world.Space}\"" : "")}]");
        Assert.True(run.ExitCode == 0, run.Error);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, run.Output, CancellationToken);
            await cluster.KubectlAsync("apply", "--server-side", "-n", world.Space, "-f", file);
        }
        finally
        {
            File.Delete(file);
        }

        var deployment = await cluster.Administrator.AppsV1.ReadNamespacedDeploymentAsync($"operator-{world.Space}", world.Space, cancellationToken: CancellationToken);
        return [.. deployment.Spec.Template.Spec.Containers[0].Args.Skip(1)];
    }
}

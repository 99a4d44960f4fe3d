using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Benchmarks.Measuring;
using FastDataOperator.Benchmarks.Rows;
using FastDataOperator.Testing.Clusters;
using k8s;
using k8s.Models;

namespace FastDataOperator.Benchmarks.Clusters;

/// <summary>A real API server with our CRD, the objects of one namespace, and operators as the processes that people run.</summary>
internal sealed class OperatorCluster : IAsyncDisposable
{
    private const string Namespace = "default";

    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(250);

    private readonly BenchmarkContext _context;
    private readonly ControlPlane _plane;
    private readonly Kubernetes _client;

    private OperatorCluster(BenchmarkContext context, ControlPlane plane)
    {
        _context = context;
        _plane = plane;
        _client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(plane.WriteKubeconfig(ClusterUser.Administrator)));
    }

    /// <summary>The directory with etcd and kube-apiserver; <see langword="null"/> where there is none, so that rows that need them stay empty.</summary>
    public static string? Assets => Environment.GetEnvironmentVariable(ControlPlane.AssetsVariable) is { Length: > 0 } assets ? assets : null;

    /// <summary>Whether the rows of the operator can be measured.</summary>
    public static bool IsPossible(BenchmarkContext context) => Assets is not null && context.CommandLine is not null;

    public ControlPlane Plane => _plane;

    public static async Task<OperatorCluster> StartAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var cluster = new OperatorCluster(context, await ControlPlane.StartAsync(Assets!, [], cancellationToken));
        await cluster.KubectlAsync(["create", "-f", context.Definitions], cancellationToken);
        await cluster.KubectlAsync(["wait", "--for=condition=Established", "customresourcedefinitions", "--all", "--timeout=60s"], cancellationToken);
        return cluster;
    }

    /// <summary>Starts the published operator, with the settings it has by default and the runtime's as the container image has them, and waits until it leads.</summary>
    /// <param name="api">A proxy before the API server.</param>
    public async Task<OperatorProcess> StartOperatorAsync(RecordingProxy? api, CancellationToken cancellationToken)
    {
        var process = OperatorProcess.Start(
            ["--kubeconfig", _plane.WriteKubeconfig(ClusterUser.Administrator, api), "--scratch-directory", _context.Scratch.NewRun(),
                "--lease-namespace", Namespace, "--allow-http", "--allowed-hosts", "127.0.0.1"],
            new Dictionary<string, string?> { ["DOTNET_gcConcurrent"] = "1", ["DOTNET_GCgen0size"] = "0x400000", ["DOTNET_GCConserveMemory"] = "9", ["MALLOC_ARENA_MAX"] = "2", ["POD_NAME"] = "operator", ["POD_NAMESPACE"] = Namespace },
            _context.CommandLine);
        await UntilAsync(async () => (await process.ProbeAsync("readyz", cancellationToken)).Text.Contains("leading", StringComparison.Ordinal), "the operator does not lead", cancellationToken);
        return process;
    }

    public Task CreateAsync(string name, JsonObject spec, CancellationToken cancellationToken) => _client.CustomObjects.CreateNamespacedCustomObjectAsync(
        new JsonObject { ["apiVersion"] = FastDataImport.ApiVersion, ["kind"] = FastDataImport.Kind, ["metadata"] = new JsonObject { ["name"] = name }, ["spec"] = spec },
        FastDataImport.Group, FastDataImport.Version, Namespace, ImportResource.Plural, fieldValidation: "Strict", cancellationToken: cancellationToken);

    /// <summary>A merge patch.</summary>
    public Task PatchAsync(string name, JsonObject patch, CancellationToken cancellationToken) => _client.CustomObjects.PatchNamespacedCustomObjectAsync(
        new V1Patch(patch, V1Patch.PatchType.MergePatch), FastDataImport.Group, FastDataImport.Version, Namespace, ImportResource.Plural, name, cancellationToken: cancellationToken);

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => _client.CustomObjects.DeleteNamespacedCustomObjectAsync(
        FastDataImport.Group, FastDataImport.Version, Namespace, ImportResource.Plural, name, cancellationToken: cancellationToken);

    /// <summary>Waits until every object is as wanted.</summary>
    /// <param name="isAsWanted">Told an object.</param>
    /// <param name="what">What it means when one never is, in words.</param>
    public Task UntilAllAsync(Func<JsonObject, bool> isAsWanted, string what, CancellationToken cancellationToken) => UntilAsync(
        async () =>
        {
            var list = (JsonElement)await _client.CustomObjects.ListNamespacedCustomObjectAsync(
                FastDataImport.Group, FastDataImport.Version, Namespace, ImportResource.Plural, cancellationToken: cancellationToken);
            return JsonObject.Create(list)!["items"]!.AsArray().All(item => isAsWanted(item!.AsObject()));
        },
        what, cancellationToken);

    /// <summary>Whether an object's newest generation is ready.</summary>
    public static bool IsReady(JsonObject import) => (import["status"]?["conditions"]?.AsArray() ?? []).Any(condition =>
        (string?)condition!["type"] == "Ready" && (string?)condition["status"] == "True" && (long?)condition["observedGeneration"] == (long?)import["metadata"]!["generation"]);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        _plane.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo, string what, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            if (Stopwatch.GetElapsedTime(began) > TimeSpan.FromMinutes(15))
            {
                throw new RunFailedException(string.Create(CultureInfo.InvariantCulture, $"after {Stopwatch.GetElapsedTime(began).TotalMinutes:F0} minutes {what}"));
            }

            await Task.Delay(s_poll, cancellationToken);
        }
    }

    private async Task KubectlAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var run = await _plane.KubectlAsync(_plane.WriteKubeconfig(ClusterUser.Administrator), arguments, cancellationToken);
        if (run.ExitCode != 0)
        {
            throw new RunFailedException($"kubectl {string.Join(' ', arguments)} ended with {run.ExitCode}: {run.Error}");
        }
    }
}

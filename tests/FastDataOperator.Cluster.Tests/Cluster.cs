using FastDataOperator.Cluster.Tests;
using FastDataOperator.Testing.Clusters;
using k8s;
using k8s.Models;

[assembly: AssemblyFixture(typeof(Cluster))]

namespace FastDataOperator.Cluster.Tests;

/// <summary>One API server with the plain manifest installed for all tests, each of which makes a namespace of its own. A test that kills or pauses the API server
/// starts a cluster for itself (<see cref="StartAsync"/>).</summary>
/// <remarks>Where the programs are missing, whatever a test asks of this skips that test.</remarks>
public sealed class Cluster : IAsyncLifetime
{
    private const int Namespaces = 2000;
    private const string OperatorAccount = "fastdata-operator";

    private const string Missing = $"needs an API server: set {ControlPlane.AssetsVariable} to a directory with etcd, kube-apiserver and kubectl, "
        + "such as `setup-envtest use -p path` prints";

    private ControlPlane? _plane;
    private IKubernetes? _administrator;
    private int _made;

    public ControlPlane Plane => Needed(_plane);

    /// <summary>A client that may do everything.</summary>
    public IKubernetes Administrator => Needed(_administrator);

    /// <summary>A cluster for one test alone.</summary>
    public static async Task<Cluster> StartAsync()
    {
        var cluster = new Cluster();
        await cluster.InitializeAsync();
        return cluster;
    }

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable(ControlPlane.AssetsVariable) is not { Length: > 0 } assets)
        {
            return;
        }

        var cancellationToken = TestContext.Current.CancellationToken;
        var accounts = Enumerable.Range(1, Namespaces).Select(static number => ClusterUser.ServiceAccount(NamespaceName(number), OperatorAccount));
        _plane = await ControlPlane.StartAsync(assets, accounts, cancellationToken);
        _administrator = ClientOf(ClusterUser.Administrator);

        // Before any test, and never again: a CRD that changes is gone from discovery for a moment.
        await KubectlAsync("apply", "--server-side", "-f", Path.Combine(AppContext.BaseDirectory, "config", "install.yaml"));
        await KubectlAsync("wait", "--for=condition=Established", "customresourcedefinitions", "--all", "--timeout=60s");
    }

    /// <summary>A new namespace and the operator's service account there, which may do nothing yet.</summary>
    public async Task<(string Namespace, ClusterUser Operator)> CreateNamespaceAsync(CancellationToken cancellationToken)
    {
        var name = NamespaceName(Interlocked.Increment(ref _made));
        await Administrator.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = name } }, cancellationToken: cancellationToken);
        return (name, ClusterUser.ServiceAccount(name, OperatorAccount));
    }

    /// <summary>A client that comes as somebody, straight or by way of a proxy.</summary>
    public IKubernetes ClientOf(ClusterUser user, RecordingProxy? proxy = null) =>
        new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(Plane.WriteKubeconfig(user, proxy)));

    /// <summary>Runs <c>kubectl</c> as the administrator and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it said.</exception>
    public async Task<string> KubectlAsync(params string[] arguments)
    {
        var run = await Plane.KubectlAsync(Plane.WriteKubeconfig(ClusterUser.Administrator), arguments, TestContext.Current.CancellationToken);
        return run.ExitCode == 0
            ? run.Output
            : throw new InvalidOperationException($"kubectl {string.Join(' ', arguments)} ended with {run.ExitCode}: {run.Error}\n{Plane.Log}");
    }

    public ValueTask DisposeAsync()
    {
        _administrator?.Dispose();
        _plane?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string NamespaceName(int number) => $"test-{number}";

    private static T Needed<T>(T? started)
        where T : class
    {
        Assert.SkipWhen(started is null, Missing);
        return started;
    }
}

using System.Diagnostics.Metrics;
using System.Reflection;
using FastDataOperator.Configuration;
using k8s;

namespace FastDataOperator.ApiServer;

/// <summary>The one connection of a process to its API server.</summary>
/// <param name="Client">With the retries, the budget and the metrics that KubernetesClient lacks.</param>
/// <param name="Namespace">The pod's, or that of the kubeconfig's context; <c>default</c> where neither says one.</param>
/// <param name="Host">The API server's own address, which no repository may be at.</param>
internal sealed record ClusterConnection(IKubernetes Client, string Namespace, Uri Host) : IDisposable
{
    /// <summary>For a whole request but a watch, its retries included.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(60);

    /// <summary>A connection that died without a word is found out after a ping of <see cref="s_pingDelay"/> that nobody answers within this.</summary>
    private static readonly TimeSpan s_pingTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_pingDelay = TimeSpan.FromSeconds(20);

    /// <summary>By the pod's service account unless a kubeconfig or a context is named or there is none; then by the kubeconfig.</summary>
    /// <exception cref="k8s.Exceptions.KubeConfigException">The kubeconfig is missing or does not say how.</exception>
    public static ClusterConnection Open(ConnectionOptions options, Meter meter, TimeProvider timeProvider, Func<double> chance)
    {
        var configuration = options is { Kubeconfig: null, Context: null } && KubernetesClientConfiguration.IsInCluster()
            ? KubernetesClientConfiguration.InClusterConfig()
            : FromKubeconfig(options);
        return Open(configuration, meter, timeProvider, chance);
    }

    /// <summary>With a configuration that is known already, as tests have it.</summary>
    public static ClusterConnection Open(KubernetesClientConfiguration configuration, Meter meter, TimeProvider timeProvider, Func<double> chance)
    {
        configuration.UserAgent = $"fastdata-operator/{Version}";
        configuration.HttpClientTimeout = RequestTimeout;
        configuration.FirstMessageHandlerSetup = static handler =>
        {
            handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
            handler.KeepAlivePingDelay = s_pingDelay;
            handler.KeepAlivePingTimeout = s_pingTimeout;
            handler.ConnectTimeout = s_pingTimeout;
        };
#pragma warning disable CA2000 // disposed with the client
        var client = new k8s.Kubernetes(
            configuration,
            new RequestRetry(timeProvider, chance),
            new RequestBudget(RequestBudget.TokenBucket()),
            new RequestMetrics(meter, timeProvider));
#pragma warning restore CA2000
        return new ClusterConnection(client, string.IsNullOrWhiteSpace(configuration.Namespace) ? "default" : configuration.Namespace.Trim(), new Uri(configuration.Host));
    }

    public void Dispose() => Client.Dispose();

    /// <summary>Of this program.</summary>
    public static string Version => typeof(ClusterConnection).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static KubernetesClientConfiguration FromKubeconfig(ConnectionOptions options) =>
        KubernetesClientConfiguration.BuildConfigFromConfigObject(Kubeconfig.Load(options.Kubeconfig), options.Context);
}

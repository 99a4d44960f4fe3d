using System.Diagnostics.Metrics;
using System.Reflection;
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
}

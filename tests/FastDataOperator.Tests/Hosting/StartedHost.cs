using System.Diagnostics.Metrics;
using System.Net;
using FastDataOperator.ApiServer;
using FastDataOperator.Configuration;
using FastDataOperator.Hosting;
using FastDataOperator.Metrics;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;
using k8s;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FastDataOperator.Tests.Hosting;

/// <summary>A host of the operator without its work, on ports that the system chose.</summary>
internal sealed class StartedHost : IAsyncDisposable
{
    private readonly TemporaryDirectory _scratch = new();
    private readonly Meter _meter = new(OperatorMeter.Name);
    private readonly ClusterConnection _connection;
    private readonly HttpClient _client = new();

    private StartedHost(Func<OperatorOptions, OperatorOptions> change, Uri apiServer)
    {
        Time.SetUtcNow(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));
        _connection = ClusterConnection.Open(new KubernetesClientConfiguration { Host = apiServer.ToString(), AccessToken = Token }, _meter, Time, static () => 0);
        var options = change(new OperatorOptions
        {
            Lease = new LeaseOptions { Name = "l" },
            Pod = new PodIdentity("p", "n", "u"),
            ScratchDirectory = _scratch["."],
            Health = new BindAddress(IPAddress.Loopback, 0),
            Metrics = new BindAddress(IPAddress.Loopback, 0),
        });
        Host = OperatorHost.Create(options, [], _connection, _meter, Time, static work => work.RemoveAll<ILoggerProvider>().AddSingleton<ILoggerProvider, CollectedLogs>());
    }

    /// <summary>What must never be seen.</summary>
    public const string Token = TestSecrets.Canary + "-s3cr3t-t0k3n";

    public ArmedTime Time { get; } = new();

    public IHost Host { get; }

    public IKubernetes Client => _connection.Client;

    public Uri Health => Addresses[0];

    public Uri Metrics => Addresses[Math.Min(1, Addresses.Count - 1)];

    public Uri Webhooks => Addresses[^1];

    public T Get<T>()
        where T : notnull => Host.Services.GetRequiredService<T>();

    private List<Uri> Addresses => [.. Get<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address))];

    public static async Task<StartedHost> StartAsync(Func<OperatorOptions, OperatorOptions>? change = null, Uri? apiServer = null)
    {
        var host = new StartedHost(change ?? (options => options), apiServer ?? new Uri("http://127.0.0.1:1"));
        await host.Host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    public async Task<(int Status, string Text)> GetAsync(Uri server, string path)
    {
        using var response = await _client.GetAsync(new Uri(server, path), TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Evidence.Keep(server == Metrics ? "scrape" : "probe", text);
        return ((int)response.StatusCode, text);
    }

    /// <summary>The series of a scrape, without those of the runtime.</summary>
    public async Task<Dictionary<string, double>> ScrapeAsync()
    {
        var (_, text) = await GetAsync(Metrics, "/metrics");
        return text.Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#' && !line.StartsWith("dotnet_", StringComparison.Ordinal))
            .Select(line => (Line: line, At: line.LastIndexOf(' ')))
            .ToDictionary(line => line.Line[..line.At], line => double.Parse(line.Line.AsSpan(line.At + 1), System.Globalization.CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync(CancellationToken.None);
        Evidence.KeepFiles("scratch", _scratch.Path);
        Host.Dispose();
        _client.Dispose();
        _connection.Dispose();
        _meter.Dispose();
        _scratch.Dispose();
    }

    /// <summary>Instead of standard output, which is the tests'.</summary>
    private sealed class CollectedLogs : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new CollectedLog();

        public void Dispose()
        {
        }
    }
}

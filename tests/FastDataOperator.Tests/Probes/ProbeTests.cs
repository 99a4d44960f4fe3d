using System.Net;
using System.Net.Sockets;
using FastDataOperator.Configuration;
using FastDataOperator.Probes;
using FastDataOperator.Tests.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FastDataOperator.Tests.Probes;

[Collection("operator host")]
public sealed class ProbeTests
{
    [Fact]
    public async Task Healthz_WhenALoopIsStuck_Is503NamingItAndRecovers()
    {
        await using var host = await StartedHost.StartAsync();
        var watch = host.Get<Liveness>().Register("watch of all namespaces", TimeSpan.FromMinutes(10));
        var worker = host.Get<Liveness>().Register("worker 1", TimeSpan.FromMinutes(1));
        worker.Rest();
        host.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal((200, "ok\n"), await host.GetAsync(host.Health, "/healthz"));

        host.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((503, "stuck: watch of all namespaces, 30 s past its limit\n"), await host.GetAsync(host.Health, "/healthz"));

        watch.Beat();
        Assert.Equal((200, "ok\n"), await host.GetAsync(host.Health, "/healthz"));
    }

    [Fact]
    public async Task Healthz_WhileAnotherAddressHoldsAllTheConnectionsItCan_Answers()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere 127.0.0.1 is the only loopback address");
        await using var host = await StartedHost.StartAsync();
        var held = new List<Socket>();
        try
        {
            for (var at = 0; at < 100; at++)
            {
                held.Add(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
                held[^1].Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
                try
                {
                    await held[^1].ConnectAsync(IPAddress.Loopback, host.Health.Port, TestContext.Current.CancellationToken);

                    // The last one is accepted after all others, and is closed.
                    _ = at < 99 ? 0 : await held[^1].ReceiveAsync(new byte[1], TestContext.Current.CancellationToken);
                }
                catch (SocketException)
                {
                    // Reset, which is as good as closed.
                }
            }

            Assert.Equal((200, "ok\n"), await host.GetAsync(host.Health, "/healthz"));
        }
        finally
        {
            held.ForEach(static socket => socket.Dispose());
        }
    }

    [Fact]
    public void Heartbeat_OfAPass_HasThePassesOwnLimit()
    {
        var time = new FakeTimeProvider();
        var liveness = new Liveness(time);
        var worker = liveness.Register("worker 1", TimeSpan.FromSeconds(5));

        worker.Start(TimeSpan.FromHours(1));
        time.Advance(TimeSpan.FromMinutes(59));
        Assert.True(worker.IsAlive);
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.False(worker.IsAlive);
        Assert.Equal([worker], liveness.Stuck);

        worker.Rest();
        time.Advance(TimeSpan.FromDays(30));
        Assert.True(worker.IsAlive);

        worker.Beat();
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.False(worker.IsAlive);
        liveness.Remove(worker);
        Assert.Empty(liveness.Stuck);
    }

    [Fact]
    public void Register_GivenANameAgain_ForgetsTheFirst()
    {
        var time = new FakeTimeProvider();
        var liveness = new Liveness(time);
        var first = liveness.Register("watch", TimeSpan.FromSeconds(1));
        liveness.Register("watch", TimeSpan.FromMinutes(1));
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Empty(liveness.Stuck);
        liveness.Remove(first);
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Single(liveness.Stuck);
    }

    [Fact]
    public async Task Readyz_SaysWhatItIsOrWaitsFor()
    {
        await using var host = await StartedHost.StartAsync();
        var readiness = host.Get<Readiness>();
        Assert.Equal((503, "not ready: starting\n"), await host.GetAsync(host.Health, "/readyz"));

        readiness.Ready("standing by");
        Assert.Equal((200, "ok: standing by\n"), await host.GetAsync(host.Health, "/readyz"));

        readiness.NotReady("listing imports");
        Assert.Equal((503, "not ready: listing imports\n"), await host.GetAsync(host.Health, "/readyz"));
    }

    [Fact]
    public async Task Ports_AnswerOnlyWhatIsTheirs()
    {
        await using var host = await StartedHost.StartAsync();

        Assert.NotEqual(host.Health, host.Metrics);
        Assert.Equal(404, (await host.GetAsync(host.Health, "/metrics")).Status);
        Assert.Equal(404, (await host.GetAsync(host.Metrics, "/healthz")).Status);
        Assert.Equal(404, (await host.GetAsync(host.Metrics, "/readyz")).Status);
        Assert.Equal(404, (await host.GetAsync(host.Health, "/")).Status);
        Assert.Equal(200, (await host.GetAsync(host.Metrics, "/metrics")).Status);
    }

    [Fact]
    public async Task Ports_WhenTheSame_AnswerBoth()
    {
        var address = new BindAddress(IPAddress.Loopback, FreePort());
        await using var host = await StartedHost.StartAsync(options => options with { Health = address, Metrics = address });

        Assert.Equal(200, (await host.GetAsync(host.Health, "/healthz")).Status);
        Assert.Equal(200, (await host.GetAsync(host.Health, "/metrics")).Status);
    }

    [Fact]
    public async Task Metrics_WhenSwitchedOff_LeaveTheProbes()
    {
        await using var host = await StartedHost.StartAsync(options => options with { Metrics = null });

        Assert.Equal(200, (await host.GetAsync(host.Health, "/healthz")).Status);
        Assert.Equal(404, (await host.GetAsync(host.Health, "/metrics")).Status);
    }

    [Fact]
    public async Task Host_WithoutBoth_ListensNowhere()
    {
        await using var host = await StartedHost.StartAsync(options => options with { Metrics = null, Health = null });

        Assert.Null(host.Host.Services.GetService<IServer>());
    }

    [Fact]
    public async Task Probe_GivenABody_IsRefused()
    {
        await using var host = await StartedHost.StartAsync();
        using var client = new HttpClient();
        using var body = new StringContent("x");
        using var answer = await client.PostAsync(new Uri(host.Health, "/healthz"), body, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Server"));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

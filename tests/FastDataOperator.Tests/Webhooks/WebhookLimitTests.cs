using System.Net.Sockets;
using System.Text;

namespace FastDataOperator.Tests.Webhooks;

/// <summary>How many webhooks are taken, at once and in a time.</summary>
[Collection("operator host")]
public sealed class WebhookLimitTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_AtATime_AreBounded()
    {
        await using var host = await WebhookHost.StartAsync();
        var held = new List<TcpClient>();
        try
        {
            for (var at = 0; at < 16; at++)
            {
                held.Add(new TcpClient());
                await held[^1].ConnectAsync("127.0.0.1", host.Host.Webhooks.Port, CancellationToken);
                await held[^1].GetStream().WriteAsync(
                    Encoding.ASCII.GetBytes($"POST /hooks/generic HTTP/1.1\r\nHost: h\r\nX-Signature: {new string('0', 64)}\r\nContent-Length: 100\r\n\r\n{{"), CancellationToken);
                await host.Host.Time.ArmedAsync(TimeSpan.FromSeconds(30), CancellationToken);
            }

            Assert.Equal((503, "busy"), await host.PostGenericAsync(Payloads.Generic));
        }
        finally
        {
            held.ForEach(static client => client.Dispose());
        }
    }

    [Fact]
    public async Task Stranger_WhoComesTooOften_Is429UntilTimeGoesBy()
    {
        await using var host = await WebhookHost.StartAsync();
        for (var at = 0; at < 100; at++)
        {
            Assert.Equal(401, (await host.PostAsync("/hooks/github", "{}")).Status);
        }

        Assert.Equal((429, "too many requests"), await host.PostGenericAsync(Payloads.Generic));
        host.Host.Time.Advance(TimeSpan.FromMilliseconds(60));
        Assert.Equal(202, (await host.PostGenericAsync(Payloads.Generic)).Status);
        Assert.Equal(429, (await host.PostGenericAsync(Payloads.Generic)).Status);
        Assert.Equal(2, await host.CountAsync("generic", "limited"));
    }

    [Fact]
    public async Task Sender_WhoPushesTooOften_Is429AndOthersAreNot()
    {
        await using var host = await WebhookHost.StartAsync();
        var accepted = 0;
        for (var at = 0; at < 110; at++)
        {
            accepted += (await host.PostGenericAsync(Payloads.Generic)).Status == 202 ? 1 : 0;

            // Enough for the address at 20 a second, and half of it for the sender.
            host.Host.Time.Advance(TimeSpan.FromMilliseconds(50));
        }

        Assert.Equal(110, accepted);
        for (var at = 0; at < 200; at++)
        {
            accepted += (await host.PostGenericAsync(Payloads.Generic)).Status == 202 ? 1 : 0;
            host.Host.Time.Advance(TimeSpan.FromMilliseconds(50));
        }

        Assert.InRange(accepted, 200, 270);
        Assert.Equal((202, "accepted"), await host.PostPushAsync("github", Payloads.GitHub, "X-GitHub-Event: push"));
    }
}

using System.Net.Sockets;
using System.Text;

namespace FastDataOperator.Tests.Webhooks;

/// <summary>Bodies of webhooks that are malformed, of another kind, large or slow.</summary>
[Collection("operator host")]
public sealed class WebhookPayloadTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"repository\"")]
    [InlineData("{\"repository\": \"https://git.example.com/a.git\"} {}")]
    [InlineData("{\"repository\": \"\\ud800\"}")]
    [InlineData("{\"repository\": 1}")]
    [InlineData("{\"repository\": \"\"}")]
    [InlineData("{\"repository\": \"/etc/passwd\"}")]
    [InlineData("{\"repository\": \"file:///etc/passwd\"}")]
    [InlineData("{\"repository\": {\"url\": \"https://git.example.com/a.git\"}}")]
    [InlineData("repository=https%3A%2F%2Fgit.example.com%2Fa.git")]
    public async Task Payload_ThatIsMalformed_Is400AndDoesNothing(string body)
    {
        await using var host = await WebhookHost.StartAsync();

        Assert.Equal(400, (await host.PostGenericAsync(body)).Status);
        await host.AssertNothingAsync();
        Assert.Equal(1, await host.CountAsync("generic", "malformed"));
    }

    [Theory]
    [InlineData('{')]
    [InlineData('[')]
    public async Task Payload_ThatIsNestedTooDeep_Is400(char opening)
    {
        await using var host = await WebhookHost.StartAsync();
        var nested = string.Concat(Enumerable.Repeat(opening == '{' ? "{\"a\":" : "[", 100_000));

        Assert.Equal(400, (await host.PostGenericAsync($"{{\"repository\": \"https://git.example.com/a.git\", \"x\": {nested}")).Status);
        await host.AssertNothingAsync();
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData("nonsense")]
    public async Task Payload_OfAnotherKindOfContent_Is415(string kind)
    {
        await using var host = await WebhookHost.StartAsync();
        var body = Encoding.UTF8.GetBytes(Payloads.Generic);

        Assert.Equal(415, (await host.PostAsync("/hooks/generic", body, kind, ("X-Signature", WebhookHost.Sign(body)))).Status);
        Assert.Equal(202, (await host.PostAsync("/hooks/generic", body, "application/json; charset=utf-8", ("X-Signature", WebhookHost.Sign(body)))).Status);
    }

    [Fact]
    public async Task Payload_AsLargeAsGitHubsLargest_IsAccepted()
    {
        await using var host = await WebhookHost.StartAsync();
        var commits = string.Join(',', Enumerable.Repeat("{\"message\":\"" + new string('x', 100_000) + "\"}", 250));
        var body = $"{{\"commits\":[{commits}],\"repository\":\"https://git.example.com/large.git\"}}";
        Assert.InRange(body.Length, 25_000_000, 26_214_400);

        Assert.Equal(202, (await host.PostGenericAsync(body)).Status);

        Assert.Equal(["git.example.com/large"], await host.TakenAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Payload_ThatIsTooLarge_Is413AndDoesNothing(bool isSaid)
    {
        await using var host = await WebhookHost.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", host.Host.Webhooks.Port, CancellationToken);
        var stream = client.GetStream();
        var length = isSaid ? "Content-Length: 26214401" : "Transfer-Encoding: chunked";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /hooks/generic HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nX-Signature: {new string('0', 64)}\r\n{length}\r\n\r\n"), CancellationToken);
        if (!isSaid)
        {
            var chunk = Encoding.ASCII.GetBytes("100000\r\n" + new string(' ', 0x100000) + "\r\n");
            for (var at = 0; at < 25; at++)
            {
                await stream.WriteAsync(chunk, CancellationToken);
            }

            await stream.WriteAsync("1\r\n \r\n"u8.ToArray(), CancellationToken);
        }

        Assert.Contains(" 413 ", await ReadAllAsync(stream), StringComparison.Ordinal);
        Assert.Equal(1, await host.CountAsync("generic", "too_large"));
    }

    [Fact]
    public async Task Payload_WithAStringThatIsTooLong_Is400()
    {
        await using var host = await WebhookHost.StartAsync();

        Assert.Equal(400, (await host.PostGenericAsync($"{{\"x\":\"{new string('x', 3_000_000)}\",\"repository\":\"https://git.example.com/a.git\"}}")).Status);
    }

    [Fact]
    public async Task Payload_ThatDoesNotCome_Is408()
    {
        await using var host = await WebhookHost.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", host.Host.Webhooks.Port, CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /hooks/generic HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nX-Signature: {new string('0', 64)}\r\nContent-Length: 100\r\n\r\n{{"), CancellationToken);

        await host.Host.Time.ExpireAsync(TimeSpan.FromSeconds(30), CancellationToken);

        Assert.Contains(" 408 ", await ReadAllAsync(stream), StringComparison.Ordinal);
        Assert.Equal(1, await host.CountAsync("generic", "too_slow"));
    }

    private static async Task<string> ReadAllAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var bytes = new byte[4096];
        try
        {
            while (await stream.ReadAsync(bytes, CancellationToken) is > 0 and var length)
            {
                text.Append(Encoding.ASCII.GetString(bytes, 0, length));
            }
        }
        catch (IOException)
        {
            // Reset after the answer.
        }

        return text.ToString();
    }
}

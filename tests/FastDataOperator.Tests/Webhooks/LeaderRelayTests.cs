using System.Text;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;
using FastDataOperator.Webhooks;
using Microsoft.Extensions.Logging.Abstractions;

namespace FastDataOperator.Tests.Webhooks;

/// <summary>What a replica tells the one that leads, and whom else it never tells.</summary>
public sealed class LeaderRelayTests
{
    private static readonly WebhookSecret s_secret = WebhookSecret.Read(TestSecrets.Canary + "-relay-5ecret", out _)!;

    [Fact]
    public async Task TryTell_AnAnswerThatLeadsElsewhere_IsNotFollowed()
    {
        using var elsewhere = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("202 Accepted", "text/plain", []));
        using var leader = new ScriptedWebServer(_ => ScriptedWebServer.Answer("307 Temporary Redirect", "text/plain", [], $"Location: http://127.0.0.1:{elsewhere.Port}/hooks\r\n"));

        Assert.False(await TellAsync(leader));

        Assert.Single(leader.Requests);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task TryTell_GivesNamesAndAProofOfTheSecretAlone()
    {
        using var leader = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("202 Accepted", "text/plain", []));

        Assert.True(await TellAsync(leader));

        var told = Assert.Single(leader.Requests);
        Assert.Contains("git.example.com/team-a/config", Encoding.UTF8.GetString(told.Body.Span), StringComparison.Ordinal);
        Assert.Contains("X-Signature: sha256=", told.Head, StringComparison.Ordinal);
        Assert.DoesNotContain(TestSecrets.Canary, told.Head + Encoding.UTF8.GetString(told.Body.Span), StringComparison.Ordinal);
    }

    private static async Task<bool> TellAsync(ScriptedWebServer leader)
    {
        using var relay = new LeaderRelay(NullLogger.Instance);
        relay.Follow($"127.0.0.1:{leader.Port}");
        return await relay.TryTellAsync(["git.example.com/team-a/config"], s_secret, TestContext.Current.CancellationToken);
    }
}

using System.Text;
using FastDataOperator.Webhooks;

namespace FastDataOperator.Tests.Webhooks;

/// <summary>Webhooks that reach a replica that does not lead.</summary>
[Collection("operator host")]
public sealed class WebhookLeaderTests
{
    [Fact]
    public async Task Push_WhileNobodyLeads_Is503()
    {
        await using var host = await WebhookHost.StartAsync(leads: false);

        Assert.Equal((503, "nobody leads who could be told"), await host.PostGenericAsync(Payloads.Generic));
        host.Inbox.Open();
        Assert.Equal(202, (await host.PostGenericAsync(Payloads.Generic)).Status);
        host.Inbox.Close();
        Assert.Equal(503, (await host.PostGenericAsync(Payloads.Generic)).Status);
        Assert.Equal(2, await host.CountAsync("generic", "unavailable"));
    }

    [Fact]
    public async Task Push_ToAReplicaThatDoesNotLead_ReachesTheOneThatDoes()
    {
        await using var leader = await WebhookHost.StartAsync();
        await using var other = await WebhookHost.StartAsync(leads: false);
        other.Host.Get<LeaderRelay>().Follow(leader.Host.Webhooks.Authority);

        Assert.Equal((202, "accepted"), await other.PostPushAsync("github", Payloads.GitHub, "X-GitHub-Event: push"));

        Assert.Equal(["github.com/codertocat/hello-world"], await leader.TakenAsync());
    }

    [Fact]
    public async Task Push_RelayedToOneThatDoesNotLeadEither_GoesNoFurther()
    {
        await using var leader = await WebhookHost.StartAsync();
        await using var former = await WebhookHost.StartAsync(leads: false);
        await using var other = await WebhookHost.StartAsync(leads: false);
        former.Host.Get<LeaderRelay>().Follow(leader.Host.Webhooks.Authority);
        other.Host.Get<LeaderRelay>().Follow(former.Host.Webhooks.Authority);

        Assert.Equal(503, (await other.PostGenericAsync(Payloads.Generic)).Status);
        await leader.AssertNothingAsync();
    }

    [Fact]
    public async Task Relay_SignedWithTheSecretItself_Is401()
    {
        await using var host = await WebhookHost.StartAsync();
        var body = """{"repositories":["git.example.com/a"]}""";

        Assert.Equal(401, (await host.PostAsync("/hooks/relay", body, ("X-Signature", WebhookHost.Sign(Encoding.UTF8.GetBytes(body))))).Status);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("git.example.com:80")]
    [InlineData("127.0.0.1")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Leader_WhoseAddressIsNone_IsNotAsked(string? address)
    {
        await using var host = await WebhookHost.StartAsync(leads: false);
        host.Host.Get<LeaderRelay>().Follow(address);

        Assert.Equal(503, (await host.PostGenericAsync(Payloads.Generic)).Status);
    }
}

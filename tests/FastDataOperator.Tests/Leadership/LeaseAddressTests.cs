using System.Text.Json.Nodes;

namespace FastDataOperator.Tests.Leadership;

/// <summary>What the Lease says about where its holder takes webhooks.</summary>
public sealed class LeaseAddressTests : LeaseElectorWorld
{
    [Fact]
    public async Task Elector_GivenAnAddress_ThenWritesItWithEverySignOfLifeAndLeavesOtherAnnotations()
    {
        Run("10.1.2.3:9292");
        var lease = LeaseOf("", "7");
        lease["metadata"]!["annotations"] = new JsonObject { ["a"] = "b", [AddressAnnotation] = "10.9.9.9:1" };
        await (await NextAsync("GET", Lease)).AnswerAsync(lease);
        var take = await NextAsync("PUT", Lease);
        Assert.Equal($$"""{"a":"b","{{AddressAnnotation}}":"10.1.2.3:9292"}""", AnnotationsOf(take));
        await AcceptAsync(take, "8");
        await TermAsync();
        await Time.ExpireAsync(Retry, Cancellation);
        Assert.Equal($$"""{"a":"b","{{AddressAnnotation}}":"10.1.2.3:9292"}""", AnnotationsOf(await NextAsync("PUT", Lease)));
    }

    [Fact]
    public async Task Elector_GivenNoAddress_ThenTakesAwayThatOfTheHolderBefore()
    {
        Run();
        var lease = LeaseOf("", "7");
        lease["metadata"]!["annotations"] = new JsonObject { [AddressAnnotation] = "10.9.9.9:1" };
        await (await NextAsync("GET", Lease)).AnswerAsync(lease);
        Assert.Null(AnnotationsOf(await NextAsync("PUT", Lease)));
    }

    [Fact]
    public async Task Elector_GivenAnotherHolder_ThenTellsWhereItTakesWebhooks()
    {
        Run();
        foreach (var address in (string?[])["10.9.9.9:1", "10.9.9.9:2", null])
        {
            var lease = LeaseOf("other", address ?? "3");
            lease["metadata"]!["annotations"] = address is null ? null : new JsonObject { [AddressAnnotation] = address };
            await (await NextAsync("GET", Lease)).AnswerAsync(lease);
            Assert.Equal(address, await Addresses.Reader.ReadAsync(Cancellation));
            await Time.ExpireAsync(Retry, Cancellation);
        }
    }
}

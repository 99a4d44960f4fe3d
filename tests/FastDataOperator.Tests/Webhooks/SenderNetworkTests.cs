using System.Net;
using FastDataOperator.Webhooks;

namespace FastDataOperator.Tests.Webhooks;

public sealed class SenderNetworkTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("fe80::1%3", "fe80::")]
    [InlineData(null, "255.255.255.255")]
    public void Of_AnAddress_IsWhatItsOwnerCannotChangeAtWill(string? address, string network) =>
        Assert.Equal(IPAddress.Parse(network), SenderNetwork.Of(address is null ? null : IPAddress.Parse(address)));
}

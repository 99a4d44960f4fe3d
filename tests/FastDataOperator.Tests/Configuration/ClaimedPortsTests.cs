using System.Net;
using System.Net.Sockets;
using FastDataOperator.Configuration;

namespace FastDataOperator.Tests.Configuration;

public sealed class ClaimedPortsTests
{
    [Theory]
    [InlineData("127.0.0.1:")]
    [InlineData("0.0.0.0:")]
    [InlineData("[::1]:")]
    [InlineData(":")]
    public async Task Claim_OfAFreePort_KeepsItFromOthersAndServesIt(string host)
    {
        using var ports = new ClaimedPorts();
        var (address, endpoint) = Free(host);

        Assert.Null(ports.Claim(address));

        using var other = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        Assert.Equal(SocketError.AddressAlreadyInUse, Assert.Throws<SocketException>(() =>
        {
            other.Bind(endpoint);
            other.Listen();
        }).SocketErrorCode);
        using var taken = ports.Take(endpoint);
        taken.Listen();
        using var client = new TcpClient();
        await client.ConnectAsync(host.Contains('1', StringComparison.Ordinal) ? endpoint.Address : IPAddress.Loopback, endpoint.Port, TestContext.Current.CancellationToken);
        Assert.True(client.Connected);
    }

    [Fact]
    public void Claim_OfWhatAnotherSettingHas_IsNoFaultOfTheMachines()
    {
        using var ports = new ClaimedPorts();
        var (address, _) = Free("0.0.0.0:");

        Assert.Null(ports.Claim(address));
        Assert.Null(ports.Claim(address));
        Assert.Null(ports.Claim(address with { Host = IPAddress.Loopback }));
    }

    [Fact]
    public void Claim_OfAPortThatIsTaken_SaysSo()
    {
        using var ports = new ClaimedPorts();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        Assert.Equal("is taken: something else listens there", ports.Claim(new BindAddress(IPAddress.Loopback, ((IPEndPoint)other.LocalEndpoint).Port))!.Found);
    }

    [Fact]
    public void Claim_OfAnyPort_IsAnotherOneEachTime()
    {
        using var ports = new ClaimedPorts();
        var any = new BindAddress(IPAddress.Loopback, 0);
        Assert.Null(ports.Claim(any));
        Assert.Null(ports.Claim(any));

        using var one = ports.Take(new IPEndPoint(IPAddress.Loopback, 0));
        using var other = ports.Take(new IPEndPoint(IPAddress.Loopback, 0));

        Assert.NotEqual(((IPEndPoint)one.LocalEndPoint!).Port, ((IPEndPoint)other.LocalEndPoint!).Port);
    }

    [Fact]
    public void Take_OfWhatWasNotClaimed_BindsIt()
    {
        using var ports = new ClaimedPorts();

        using var taken = ports.Take(new IPEndPoint(IPAddress.Loopback, 0));

        Assert.NotEqual(0, ((IPEndPoint)taken.LocalEndPoint!).Port);
    }

    /// <summary>A port that nobody has, and the end that Kestrel listens on for it.</summary>
    private static (BindAddress Address, IPEndPoint EndPoint) Free(string host)
    {
        using var trial = new TcpListener(IPAddress.Loopback, 0);
        trial.Start();
        Assert.True(BindAddress.TryParse($"{host}{((IPEndPoint)trial.LocalEndpoint).Port}", out var address));
        return (address!, new IPEndPoint(address!.Host ?? IPAddress.IPv6Any, address.Port));
    }
}

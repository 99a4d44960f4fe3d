namespace FastDataOperator.Git.Transport;

/// <summary>A repository behind the smart protocol, wherever it is, for one operation: each exchange is one request and its response. How many of them go
/// over one connection is the service's own matter. One exchange at a time: it is disposed before the next is begun.</summary>
internal interface ISmartService : IDisposable
{
    /// <summary>The protocol v0 advertisement of references, with its <c># service=</c> line.</summary>
    public ISmartExchange Advertise(GitService service);

    /// <summary>A request whose body the caller writes. One of version 0 goes to where the service last advertised.</summary>
    /// <param name="protocolV2">Whether to ask for protocol version 2 (gitprotocol-v2(5)).</param>
    /// <exception cref="GitException"><see cref="GitFailure.ProtocolError"/> where it is known already that the server speaks version 0 only.</exception>
    public ISmartExchange Post(GitService service, bool protocolV2);
}

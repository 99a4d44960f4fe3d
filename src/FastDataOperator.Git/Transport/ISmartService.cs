namespace FastDataOperator.Git.Transport;

/// <summary>A repository behind the smart protocol, wherever it is: each exchange is one request and its response, stateless.</summary>
internal interface ISmartService
{
    /// <summary>The protocol v0 advertisement of references, with its <c># service=</c> line.</summary>
    public ISmartExchange Advertise(GitService service);

    /// <summary>A request whose body the caller writes.</summary>
    /// <param name="protocolV2">Whether to ask for protocol version 2 (gitprotocol-v2(5)).</param>
    public ISmartExchange Post(GitService service, bool protocolV2);
}

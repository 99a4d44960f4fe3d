namespace FastDataOperator.Git.Transport;

/// <summary>One request and its response. Blocking; used by one thread, the operation's own.</summary>
internal interface ISmartExchange : IDisposable
{
    /// <summary>Adds to the request's body. Not after the first <see cref="Read"/>.</summary>
    /// <exception cref="GitException">The request cannot be sent.</exception>
    public void Write(ReadOnlyMemory<byte> data);

    /// <summary>Reads from the response, 0 at its end. The first call ends the request.</summary>
    /// <exception cref="GitException">The request failed, or the response broke.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled or its deadline passed.</exception>
    public int Read(Memory<byte> buffer);
}

namespace FastDataOperator.Git.Transport;

/// <summary>One request and its response within a session.</summary>
internal sealed class SshExchange(SshSmartService service, SshSession session, ReadOnlyMemory<byte> prefix, SshResponseEnd end) : ISmartExchange
{
    private readonly ResponseBoundary _boundary = new();
    private ReadOnlyMemory<byte> _prefix = prefix;
    private bool _ended;

    public void Write(ReadOnlyMemory<byte> data) => session.Write(data);

    public int Read(Memory<byte> buffer)
    {
        if (!_prefix.IsEmpty)
        {
            var copied = Math.Min(buffer.Length, _prefix.Length);
            _prefix[..copied].CopyTo(buffer);
            _prefix = _prefix[copied..];
            return copied;
        }

        if (_ended)
        {
            return 0;
        }

        session.IsIdle = false;
        var received = session.Peek();
        received = received[..Math.Min(received.Length, buffer.Length)];
        var count = end == SshResponseEnd.Flush ? _boundary.Take(received) : received.Length;
        received[..count].CopyTo(buffer.Span);
        session.Consume(count);
        _ended = count == 0 || _boundary.IsReached;
        session.IsIdle = _boundary.IsReached;
        return count;
    }

    public void Dispose()
    {
        if (!_boundary.IsReached)
        {
            service.Abandon(session);
        }
    }
}

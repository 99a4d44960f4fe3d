using FastDataOperator.Git.Protocol;

namespace FastDataOperator.Git.Transport;

/// <summary>A fetch or a push, whose response is also read along for the server's words, which libgit2 drops.</summary>
internal sealed class ReportingExchange(ISmartService service, GitService kind, ServerReport report) : ISmartExchange
{
    private readonly ISmartExchange _exchange = service.Post(kind, protocolV2: false);

    public void Write(ReadOnlyMemory<byte> data)
    {
        report.PushStarted |= kind == GitService.ReceivePack;
        _exchange.Write(data);
    }

    public int Read(Memory<byte> buffer)
    {
        var count = _exchange.Read(buffer);
        report.Observe(buffer.Span[..count]);
        return count;
    }

    public void Dispose() => _exchange.Dispose();
}

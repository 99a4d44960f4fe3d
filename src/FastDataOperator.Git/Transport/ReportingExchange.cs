using FastDataOperator.Git.Protocol;

namespace FastDataOperator.Git.Transport;

/// <summary>A fetch or a push, whose response is also read along for the server's words.</summary>
internal sealed class ReportingExchange(GitOperation operation, GitService kind) : ISmartExchange
{
    /// <summary>More than what follows a pack; a response that goes on longer is let go.</summary>
    private const int MaxTail = 64 * 1024;

    private readonly ServerReport _report = operation.ServerReport;
    private readonly ISmartExchange _exchange = operation.Service.Post(kind, protocolV2: false);
    private bool _isRead;
    private bool _ended;

    public void Write(ReadOnlyMemory<byte> data)
    {
        _report.PushStarted |= kind == GitService.ReceivePack;
        _exchange.Write(data);
    }

    public int Read(Memory<byte> buffer)
    {
        _isRead = true;
        var count = _exchange.Read(buffer);
        _ended = count == 0;
        _report.Observe(buffer.Span[..count]);
        return count;
    }

    public void Dispose()
    {
        try
        {
            Finish();
        }
        catch (Exception exception) when (exception is GitException or OperationCanceledException or IOException)
        {
            // Everything that was needed was there; what else went wrong is not the operation's result.
        }

        _exchange.Dispose();
    }

    /// <summary>Reads what is left: after a push, hooks still run and speak, and letting go would stop them; after a fetch, the end of
    /// the response, without which the connection cannot be used again.</summary>
    private void Finish()
    {
        var buffer = new byte[4096];
        for (var read = 0; _isRead && !_ended && operation.Failure is null && (kind == GitService.ReceivePack || read < MaxTail);)
        {
            read += Read(buffer);
        }
    }
}

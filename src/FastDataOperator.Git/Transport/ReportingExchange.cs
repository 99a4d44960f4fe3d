using FastDataOperator.Git.Protocol;

namespace FastDataOperator.Git.Transport;

/// <summary>A push, whose response is also read along for the server's words.</summary>
internal sealed class ReportingExchange(GitOperation operation) : ISmartExchange
{
    private readonly ServerReport _report = operation.ServerReport;
    private readonly ISmartExchange _exchange = operation.Service.Post(GitService.ReceivePack, protocolV2: false);
    private bool _isRead;
    private bool _ended;

    public void Write(ReadOnlyMemory<byte> data)
    {
        _report.PushStarted = true;
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

    /// <summary>Reads what is left: hooks still run and speak, and letting go would stop them.</summary>
    private void Finish()
    {
        var buffer = new byte[4096];
        while (_isRead && !_ended && operation.Failure is null)
        {
            Read(buffer);
        }
    }
}

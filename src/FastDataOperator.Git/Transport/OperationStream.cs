using LibGit2Sharp;

namespace FastDataOperator.Git.Transport;

/// <summary>One exchange as libgit2 wants it.</summary>
internal sealed class OperationStream(OperationSubtransport transport, GitOperation operation, ISmartExchange exchange)
    : SmartSubtransportStream(transport)
{
    private readonly byte[] _buffer = new byte[64 * 1024];

    public override int Write(Stream dataStream, long length)
    {
        for (var left = length; left > 0;)
        {
            var count = dataStream.Read(_buffer, 0, (int)Math.Min(left, _buffer.Length));
            if (count == 0)
            {
                break;
            }

            exchange.Write(_buffer.AsMemory(0, count));
            left -= count;
        }

        return 0;
    }

    public override int Read(Stream dataStream, long length, out long bytesRead)
    {
        var count = exchange.Read(_buffer.AsMemory(0, (int)Math.Min(length, _buffer.Length)));
        operation.ResponseEnded = count == 0;
        dataStream.Write(_buffer, 0, count);
        bytesRead = count;
        return 0;
    }

    protected override void Free()
    {
        exchange.Dispose();
        base.Free();
    }
}

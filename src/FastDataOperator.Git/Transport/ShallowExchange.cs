using System.Text;
using FastDataOperator.Git.Protocol;

namespace FastDataOperator.Git.Transport;

/// <summary>A fetch request. libgit2 first asks where a history of depth 1 ends and then repeats the question with <c>done</c>; the answer
/// to the first is known (at the tip), so only the second one is sent, which saves a round trip and a server process.</summary>
internal sealed class ShallowExchange(GitOperation operation) : ISmartExchange
{
    private readonly MemoryStream _request = new();
    private ISmartExchange? _exchange;

    public void Write(ReadOnlyMemory<byte> data) => _request.Write(data.Span);

    public int Read(Memory<byte> buffer)
    {
        _exchange ??= Open();
        return _exchange.Read(buffer);
    }

    public void Dispose()
    {
        _request.Dispose();
        _exchange?.Dispose();
    }

    private ISmartExchange Open()
    {
        var request = _request.GetBuffer().AsMemory(0, (int)_request.Length);
        if (operation.ShallowTip is { } commit && !request.Span.EndsWith("0009done\n"u8))
        {
            var answer = new PacketLineWriter();
            answer.Line(Encoding.ASCII.GetBytes("shallow " + commit.Value));
            answer.Flush();
            return new CannedExchange(answer.Written);
        }

        var exchange = new ReportingExchange(operation, GitService.UploadPack);
        exchange.Write(request);
        return exchange;
    }
}

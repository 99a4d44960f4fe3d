using System.Buffers;
using System.Text;
using FastDataOperator.Git.Packs;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Protocol;

/// <summary>A push: one command that moves or deletes one branch, a pack, and the server's report on both (gitprotocol-pack(5)).</summary>
internal sealed class ReceivePack(GitOperation operation, ReferenceAdvertisement advertisement, BranchName branch, CommitId? old)
{
    private const string Capabilities = "report-status side-band-64k quiet";
    private const int MaxReport = 64 * 1024;

    private readonly ServerReport _words = operation.ServerReport;

    /// <summary>Pushes, and keeps what the server says in the operation's report.</summary>
    /// <exception cref="GitException">The push broke, or the server gave up.</exception>
    public void Push(NewObjects objects)
    {
        var isThin = objects.Delta is not null && !advertisement.Has("no-thin");
        var unpacked = Send(objects, isThin);
        if (isThin && !unpacked)
        {
            // Nothing was taken. A server that does not resolve deltas gets the file as it is, once.
            _words.Clear();
            Send(objects, isThin: false);
        }
    }

    /// <summary>Deletes the branch: a command whose new value is nothing, and no pack. The server must have the capability <c>delete-refs</c>.</summary>
    /// <inheritdoc cref="Push"/>
    public void Delete()
    {
        using var exchange = new ReportingExchange(operation);
        exchange.Write(Command(null));
        ReadReport(exchange);
    }

    /// <summary>Whether the server took the objects, as far as it says.</summary>
    private bool Send(NewObjects objects, bool isThin)
    {
        using var exchange = new ReportingExchange(operation);
        exchange.Write(Command(objects.Commit));
        objects.WriteTo(operation, exchange, isThin);
        return ReadReport(exchange);
    }

    private ReadOnlyMemory<byte> Command(CommitId? commit)
    {
        var lines = new PacketLineWriter();
        var capabilities = advertisement.Shared(Capabilities);
        if (advertisement.Has("object-format"))
        {
            capabilities += " object-format=sha1";
        }

        // The lease (G2): the server compares the old value with the branch's before it moves it.
        lines.Line($"{old?.Value ?? CommitId.Zero} {commit?.Value ?? CommitId.Zero} {branch.ReferenceName}\0 {capabilities}");
        lines.Flush();
        return lines.Written;
    }

    private bool ReadReport(ReportingExchange exchange)
    {
        var reader = new PacketLineReader(operation, exchange);
        if (!advertisement.Has("side-band-64k"))
        {
            return ReadStatus(reader, PacketKind.Flush);
        }

        var report = new ArrayBufferWriter<byte>();
        while (reader.ReadRaw(out var content) is not (PacketKind.Flush or PacketKind.End) and var kind)
        {
            if (kind != PacketKind.Data)
            {
                throw reader.Malformed();
            }

            if (content.Length > 0 && content[0] == 1 && report.WrittenCount + content.Length <= MaxReport)
            {
                report.Write(content[1..]);
            }
        }

        if (_words.IsFatal)
        {
            throw operation.Fail(GitFailure.ServerError, true, "gave up: " + _words.Words);
        }

        using var status = new CannedExchange(report.WrittenMemory);
        return ReadStatus(new PacketLineReader(operation, status), PacketKind.End);
    }

    /// <summary><c>unpack ok</c> or an error, then <c>ok</c> or <c>ng</c> for the branch.</summary>
    private bool ReadStatus(PacketLineReader reader, PacketKind end)
    {
        var unpacked = true;
        for (var kind = reader.Read(out var line); kind != end && kind != PacketKind.End; kind = reader.Read(out line))
        {
            var text = Encoding.UTF8.GetString(line);
            if (text.StartsWith("unpack ", StringComparison.Ordinal))
            {
                unpacked = text == "unpack ok";
                _words.Status = unpacked ? _words.Status : ServerWords.Clean(text["unpack ".Length..]);
            }
            else if (text.StartsWith($"ng {branch.ReferenceName} ", StringComparison.Ordinal))
            {
                _words.Status ??= ServerWords.Clean(text[(branch.ReferenceName.Length + 4)..]);
            }
        }

        return unpacked;
    }
}

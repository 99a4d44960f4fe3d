using System.Text;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Protocol;

/// <summary>The <c>ls-refs</c> command of protocol version 2, sent without asking for the capabilities first (gitprotocol-v2(5)).</summary>
internal static class LsRefs
{
    /// <summary>Lists the references whose names start with one of the prefixes and that are to be kept.</summary>
    /// <param name="unborn">Whether to list a HEAD that points to nothing yet; not every server knows the word.</param>
    /// <param name="maxCount">Reading stops when so many are kept.</param>
    /// <exception cref="GitException">No list came back; <see cref="GitFailure.ProtocolError"/> when it was no list.</exception>
    public static List<RemoteReference> List(
        GitOperation operation, ReadOnlySpan<string> prefixes, bool unborn, Predicate<string> keep, int maxCount)
    {
        using var exchange = operation.Service.Post(GitService.UploadPack, protocolV2: true);
        exchange.Write(Request(prefixes, unborn));

        var found = new List<RemoteReference>();
        var reader = new PacketLineReader(operation, exchange);
        while (found.Count < maxCount)
        {
            switch (reader.Read(out var line))
            {
                case PacketKind.Flush:
                    reader.ReadToEnd();
                    return found;
                case PacketKind.Data:
                    if (Parse(line, reader) is { } reference && keep(reference.Name))
                    {
                        found.Add(reference);
                    }

                    break;
                default:
                    throw reader.Malformed();
            }
        }

        return found;
    }

    private static ReadOnlyMemory<byte> Request(ReadOnlySpan<string> prefixes, bool unborn)
    {
        var request = new PacketLineWriter();
        request.Line("command=ls-refs\n"u8);
        request.Delimiter();
        request.Line("symrefs\n"u8);
        request.Line("peel\n"u8);
        if (unborn)
        {
            request.Line("unborn\n"u8);
        }

        foreach (var prefix in prefixes)
        {
            request.Line($"ref-prefix {prefix}\n");
        }

        request.Flush();
        return request.Written;
    }

    /// <summary><c>obj-id-or-unborn SP refname *(SP attribute)</c>.</summary>
    private static RemoteReference Parse(ReadOnlySpan<byte> line, PacketLineReader reader)
    {
        var text = Encoding.UTF8.GetString(line);
        var fields = text.Split(' ');
        CommitId? id = null;
        if (fields.Length < 2 || fields[0] != "unborn")
        {
            id = fields.Length >= 2 && CommitId.TryParse(fields[0], out var parsed) ? parsed : throw reader.Malformed();
        }

        string? target = null;
        CommitId? peeled = null;
        for (var at = 2; at < fields.Length; at++)
        {
            if (fields[at].StartsWith("peeled:", StringComparison.Ordinal))
            {
                peeled = CommitId.TryParse(fields[at]["peeled:".Length..], out var named) ? named : throw reader.Malformed();
            }

            if (fields[at].StartsWith("symref-target:", StringComparison.Ordinal))
            {
                target = fields[at]["symref-target:".Length..];
            }
        }

        return new RemoteReference(fields[1], id, target) { Peeled = peeled };
    }
}

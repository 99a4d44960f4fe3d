using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Protocol;

/// <summary>Requests for packs: one round each, in version 2 (gitprotocol-v2(5)) or in version 0 (gitprotocol-pack(5)).</summary>
internal static class UploadPack
{
    private const string Capabilities = "side-band-64k ofs-delta shallow no-progress";

    /// <summary>One commit with its trees and files, and nothing before it; or a tag's object and the same of the commit that it names.</summary>
    /// <param name="advertisement">Of version 0; null where the server speaks version 2.</param>
    /// <param name="withoutBlobs">Whether to leave out the files' contents; version 2 only, and not every server can.</param>
    /// <exception cref="GitException">No pack came back.</exception>
    public static PackResponse FetchTip(GitOperation operation, ReferenceAdvertisement? advertisement, CommitId tip, bool withoutBlobs) =>
        advertisement is null ? FetchTip(operation, tip, withoutBlobs) : FetchTip(operation, advertisement, tip);

    /// <summary>Files' contents by their names: version 2 gives out whatever it has.</summary>
    /// <inheritdoc cref="FetchTip(GitOperation, ReferenceAdvertisement, CommitId, bool)"/>
    public static PackResponse FetchBlobs(GitOperation operation, IReadOnlyList<string> ids)
    {
        var request = Command();
        foreach (var id in ids)
        {
            request.Line($"want {id}\n");
        }

        return Send(operation, request, isVersion2: true);
    }

    private static PackResponse FetchTip(GitOperation operation, CommitId tip, bool withoutBlobs)
    {
        var request = Command();
        request.Line("ofs-delta\n"u8);
        request.Line($"want {tip.Value}\n");
        request.Line("deepen 1\n"u8);
        if (withoutBlobs)
        {
            request.Line("filter blob:none\n"u8);
        }

        return Send(operation, request, isVersion2: true);
    }

    private static PackResponse FetchTip(GitOperation operation, ReferenceAdvertisement advertisement, CommitId tip)
    {
        if (!advertisement.Has("side-band-64k"))
        {
            throw operation.Fail(GitFailure.ProtocolError, false, "speaks a Git protocol of before 2006 (no side-band-64k).");
        }

        var request = new PacketLineWriter();
        request.Line($"want {tip.Value} {advertisement.Shared(Capabilities)}\n");
        if (advertisement.Has("shallow"))
        {
            request.Line("deepen 1\n"u8);
        }

        request.Flush();
        return Send(operation, request, isVersion2: false);
    }

    private static PacketLineWriter Command()
    {
        var request = new PacketLineWriter();
        request.Line("command=fetch\n"u8);
        request.Delimiter();
        request.Line("no-progress\n"u8);
        return request;
    }

    private static PackResponse Send(GitOperation operation, PacketLineWriter request, bool isVersion2)
    {
        request.Line("done\n"u8);
        if (isVersion2)
        {
            request.Flush();
        }

        var exchange = operation.Service.Post(GitService.UploadPack, isVersion2);
        try
        {
            exchange.Write(request.Written);
            var reader = new PacketLineReader(operation, exchange);
            SkipToPack(reader, isVersion2);
            return new PackResponse(operation, exchange, reader);
        }
        catch
        {
            exchange.Dispose();
            throw;
        }
    }

    /// <summary>What comes before the pack says where the history ends, which is known: at the tip.</summary>
    private static void SkipToPack(PacketLineReader reader, bool isVersion2)
    {
        // Sections of version 2 end with a delimiter, the shallow lines of version 0 with a flush. Git itself stops without a word at a word
        // that it does not know.
        var separator = isVersion2 ? PacketKind.Delimiter : PacketKind.Flush;
        for (var kind = reader.Read(out var line); !line.SequenceEqual(isVersion2 ? "packfile"u8 : "NAK"u8); kind = reader.Read(out line))
        {
            if (kind != PacketKind.Data && kind != separator)
            {
                throw reader.Malformed();
            }
        }
    }
}

using System.Text;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Protocol;

/// <summary>A protocol version 0 advertisement of references: read, and trimmed to what is kept on the way.</summary>
/// <param name="Capabilities">The server's capabilities, separated by spaces.</param>
internal sealed record ReferenceAdvertisement(string Capabilities, List<RemoteReference> References)
{
    private const string PeeledSuffix = "^{}";

    /// <param name="keep">Which references are kept. What a tag names in the end is kept with the tag.</param>
    /// <param name="mostKept">Those beyond are left out.</param>
    /// <exception cref="GitException">What came back is no advertisement.</exception>
    public static ReferenceAdvertisement Read(GitOperation operation, GitService service, Predicate<string> keep, int mostKept = 2 * TipResult.MaxBranches)
    {
        using var exchange = operation.Service.Advertise(service);
        var reader = new PacketLineReader(operation, exchange);
        if (reader.Read(out var line) != PacketKind.Data || !line.SequenceEqual(Encoding.ASCII.GetBytes("# service=" + service.WireName))
            || reader.Read(out _) != PacketKind.Flush)
        {
            throw reader.Malformed();
        }

        string? capabilities = null;
        var references = new List<RemoteReference>();
        for (var kind = reader.Read(out line); kind != PacketKind.Flush; kind = reader.Read(out line))
        {
            if (kind != PacketKind.Data)
            {
                throw reader.Malformed();
            }

            if (capabilities is null)
            {
                var zero = line.IndexOf((byte)0);
                capabilities = zero < 0 ? "" : Encoding.UTF8.GetString(line[(zero + 1)..]);
                line = zero < 0 ? line : line[..zero];
                if (HasCapability(capabilities, "object-format", out var format) && format != "sha1")
                {
                    throw operation.Fail(
                        GitFailure.ProtocolError, false, $"names its objects by {ServerWords.Clean(format)}; only SHA-1 repositories are supported.");
                }
            }

            Add(line, reader, capabilities, name => references.Count < mostKept && keep(name), references);
        }

        reader.ReadToEnd();
        return new ReferenceAdvertisement(capabilities ?? "", references);
    }

    /// <summary>Those of our capabilities that the server has too.</summary>
    public string Shared(string ours)
    {
        var shared = new StringBuilder();
        foreach (var capability in ours.Split(' '))
        {
            if (HasCapability(Capabilities, capability, out _))
            {
                shared.Append(shared.Length > 0 ? " " : "").Append(capability);
            }
        }

        return shared.ToString();
    }

    public bool Has(string capability) => HasCapability(Capabilities, capability, out _);

    private static bool HasCapability(string capabilities, string name, out string value)
    {
        foreach (var range in capabilities.AsSpan().Split(' '))
        {
            var capability = capabilities.AsSpan()[range];
            if (capability.StartsWith(name, StringComparison.Ordinal) && (capability.Length == name.Length || capability[name.Length] == '='))
            {
                value = capability.Length == name.Length ? "" : capability[(name.Length + 1)..].ToString();
                return true;
            }
        }

        value = "";
        return false;
    }

    private static void Add(
        ReadOnlySpan<byte> line, PacketLineReader reader, string capabilities, Predicate<string> keep, List<RemoteReference> references)
    {
        if (line.StartsWith("shallow "u8))
        {
            return;
        }

        if (line.Length < CommitId.Length + 2 || line[CommitId.Length] != ' ')
        {
            throw reader.Malformed();
        }

        var name = Encoding.UTF8.GetString(line[(CommitId.Length + 1)..]);
        if (name == "capabilities^{}")
        {
            return;
        }

        if (name.EndsWith(PeeledSuffix, StringComparison.Ordinal))
        {
            Peel(line, reader, name[..^PeeledSuffix.Length], references);
            return;
        }

        if (!keep(name))
        {
            return;
        }

        if (!CommitId.TryParse(Encoding.ASCII.GetString(line[..CommitId.Length]), out var id))
        {
            throw reader.Malformed();
        }

        string? target = null;
        if (name == "HEAD" && HasCapability(capabilities, "symref", out var symbolic) && symbolic.StartsWith("HEAD:", StringComparison.Ordinal))
        {
            target = symbolic["HEAD:".Length..];
        }

        references.Add(new RemoteReference(name, id, target));
    }

    /// <summary>The line after a tag's own.</summary>
    private static void Peel(ReadOnlySpan<byte> line, PacketLineReader reader, string name, List<RemoteReference> references)
    {
        if (references.Count > 0 && references[^1].Name == name)
        {
            references[^1] = references[^1] with
            {
                Peeled = CommitId.TryParse(Encoding.ASCII.GetString(line[..CommitId.Length]), out var id) ? id : throw reader.Malformed(),
            };
        }
    }
}

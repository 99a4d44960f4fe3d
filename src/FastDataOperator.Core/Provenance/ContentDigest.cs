using System.Security.Cryptography;
using System.Text.Json;
using FastDataOperator.Core.Findings;

namespace FastDataOperator.Core.Provenance;

/// <summary>SHA-256 over the canonical form (RFC 8785) of a resource without its mark, and for a System of Record without its Projections (M2).
/// One instance serves one thread; its buffers are kept from call to call.</summary>
public sealed class ContentDigest
{
    private readonly CanonicalJson _canonical = new();

    /// <param name="resource">The resource's value as JSON.</param>
    /// <returns><c>sha256:</c> and 64 hexadecimal digits.</returns>
    /// <exception cref="FormatException">The value has no canonical form: a name twice in one object, half a surrogate pair, or a number that
    /// no double holds (RFC 8785, 3.1 and 3.2.2.3).</exception>
    public string Compute(ReadOnlyMemory<byte> resource) => Compute(resource, withProjections: true);

    internal string Compute(ReadOnlyMemory<byte> resource, bool withProjections)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_canonical.Write(resource, withProjections), hash);
        return "sha256:" + Convert.ToHexStringLower(hash);
    }
}

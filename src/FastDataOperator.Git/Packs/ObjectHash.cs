using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FastDataOperator.Git.Packs;

/// <summary>SHA-1 as Git uses it: for the names of objects and the ends of packs.</summary>
internal sealed class ObjectHash : IDisposable
{
    /// <summary>Bytes in a hash.</summary>
    public const int Size = 20;

#pragma warning disable CA5350 // the format's own checksum: a name, no proof; the server checks it with collision detection
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350

    /// <summary>The hash that names an object, once its content is added.</summary>
    /// <param name="type"><c>blob</c>, <c>tree</c> or <c>commit</c>.</param>
    public static ObjectHash OfObject(string type, long size)
    {
        var hash = new ObjectHash();
        hash.Add(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{type} {size}\0")));
        return hash;
    }

    public void Add(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    /// <summary>The hash of all that was added; afterwards it begins anew.</summary>
    public byte[] Finish() => _hash.GetHashAndReset();

    public void Dispose() => _hash.Dispose();
}

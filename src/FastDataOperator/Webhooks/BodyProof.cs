using System.Buffers;
using System.Security.Cryptography;

namespace FastDataOperator.Webhooks;

/// <summary>A signature over a body, checked as the body passes by: none of it has to be kept. Safe for one thread.</summary>
/// <param name="keys">Any of them may have made it.</param>
/// <param name="expected">What is presented; any of them may be it.</param>
internal sealed class BodyProof(IReadOnlyList<ReadOnlyMemory<byte>> keys, IReadOnlyList<byte[]> expected) : IDisposable
{
    private readonly IReadOnlyList<IncrementalHash> _hashes = [.. keys.Select(static key => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Span))];
    private readonly bool _isGiven;

    private BodyProof()
        : this([], []) => _isGiven = true;

    /// <summary>For senders whose headers prove it all.</summary>
    public static BodyProof Given() => new();

    public void Append(ReadOnlySpan<byte> bytes)
    {
        foreach (var hash in _hashes)
        {
            hash.AppendData(bytes);
        }
    }

    public void Append(in ReadOnlySequence<byte> bytes)
    {
        foreach (var segment in bytes)
        {
            Append(segment.Span);
        }
    }

    /// <summary>Whether one of the secrets made it, once the whole body was seen. Every secret is tried, whichever fits.</summary>
    public bool IsProven()
    {
        var isProven = _isGiven;
        Span<byte> actual = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var hash in _hashes)
        {
            hash.GetHashAndReset(actual);
            foreach (var signature in expected)
            {
                isProven |= CryptographicOperations.FixedTimeEquals(actual, signature);
            }
        }

        return isProven;
    }

    public void Dispose()
    {
        foreach (var hash in _hashes)
        {
            hash.Dispose();
        }
    }
}

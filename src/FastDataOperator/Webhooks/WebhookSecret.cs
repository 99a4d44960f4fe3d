using System.Security.Cryptography;
using System.Text;

namespace FastDataOperator.Webhooks;

/// <summary>One secret that a sender may prove to know. Never shown: there is no way from it to its text.</summary>
internal sealed class WebhookSecret
{
    /// <summary>Fewer characters can be guessed.</summary>
    public const int Shortest = 16;

    /// <summary>GitLab's signing tokens: this and the key in base64 (https://www.standardwebhooks.com).</summary>
    private const string SigningToken = "whsec_";

    private static readonly byte[] s_relay = Encoding.ASCII.GetBytes("fastdata-operator relay");

    private readonly byte[] _digest;

    private WebhookSecret(byte[] key, byte[]? signingKey)
    {
        Key = key;

        // Not by the implicit conversion, which makes an empty key of none.
        SigningKey = signingKey is null ? default(ReadOnlyMemory<byte>?) : new ReadOnlyMemory<byte>(signingKey);
        _digest = SHA256.HashData(key);
    }

    /// <summary>Of an HMAC: the text's bytes.</summary>
    public ReadOnlyMemory<byte> Key { get; }

    /// <summary>What GitLab signs with; <see langword="null"/> where this is a plain secret.</summary>
    public ReadOnlyMemory<byte>? SigningKey { get; }

    /// <summary>What replicas prove each other with, who have the same secrets: a key of its own, so that neither signature can stand for the other.</summary>
    public WebhookSecret Relay => new(HMACSHA256.HashData(Key.Span, s_relay), null);

    /// <param name="text">Without white space around it.</param>
    /// <param name="problem">What is wrong with it, without a word of it.</param>
    public static WebhookSecret? Read(string text, out string? problem)
    {
        problem = null;
        if (text.Length < Shortest)
        {
            problem = $"it has {text.Length} characters, and at least {Shortest} are wanted";
            return null;
        }

        byte[]? signingKey = null;
        if (text.StartsWith(SigningToken, StringComparison.Ordinal))
        {
            signingKey = new byte[text.Length];
            if (!Convert.TryFromBase64String(text[SigningToken.Length..], signingKey, out var length) || length < Shortest)
            {
                problem = $"what follows {SigningToken} is not the base64 of a key of at least {Shortest} bytes";
                return null;
            }

            signingKey = signingKey[..length];
        }

        return new WebhookSecret(Encoding.UTF8.GetBytes(text), signingKey);
    }

    /// <summary>Whether this is it. Digests are compared, so that the time taken tells nothing, not even the length.</summary>
    public bool Is(ReadOnlySpan<byte> presented) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(presented), _digest);
}

using System.Security.Cryptography;
using System.Text;

namespace FastDataOperator.Git;

/// <summary>Tells secrets from others without holding any of them: for keys of what is kept for longer.</summary>
internal static class SecretDigest
{
    public static string Of(params ReadOnlySpan<string?> parts)
    {
        // Lengths first, so that two different lists of parts never join to the same text.
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(part?.Length ?? -1).Append(' ');
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.Append(string.Concat(parts)).ToString())));
    }
}

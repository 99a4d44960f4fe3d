using System.Buffers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace FastDataOperator.Webhooks;

/// <summary>HMAC-SHA256 of the body in hexadecimal digits, with <c>sha256=</c> before it or not.</summary>
/// <param name="names">Headers that may hold it. The first that is there decides: a wrong one is not made good by another.</param>
internal sealed class SignatureProof(params IReadOnlyList<string> names) : IWebhookProof
{
    private const string Algorithm = "sha256=";

    public BodyProof? Begin(IHeaderDictionary headers, IReadOnlyList<WebhookSecret> secrets)
    {
        if (names.FirstOrDefault(headers.ContainsKey) is not { } name || headers[name] is not [{ } value])
        {
            return null;
        }

        var digits = value.AsSpan().StartsWith(Algorithm, StringComparison.OrdinalIgnoreCase) ? value.AsSpan(Algorithm.Length) : value;
        var signature = new byte[HMACSHA256.HashSizeInBytes];
        return digits.Length == 2 * signature.Length && Convert.FromHexString(digits, signature, out _, out _) is OperationStatus.Done
            ? new BodyProof([.. secrets.Select(static secret => secret.Key)], [signature])
            : null;
    }
}

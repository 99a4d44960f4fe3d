using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace FastDataOperator.Webhooks;

/// <summary>HTTP basic authentication: the password is the secret, the user does not matter.</summary>
internal sealed class PasswordProof : IWebhookProof
{
    public BodyProof? Begin(IHeaderDictionary headers, IReadOnlyList<WebhookSecret> secrets)
    {
        if (headers.Authorization is not [{ } value] || !AuthenticationHeaderValue.TryParse(value, out var header)
            || !header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) || header.Parameter is not { } encoded)
        {
            return null;
        }

        Span<byte> decoded = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, decoded, out var length) || decoded[..length].IndexOf((byte)':') is var colon && colon < 0)
        {
            return null;
        }

        var isProven = false;
        foreach (var secret in secrets)
        {
            isProven |= secret.Is(decoded[(colon + 1)..length]);
        }

        return isProven ? BodyProof.Given() : null;
    }
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace FastDataOperator.Webhooks;

/// <summary>GitLab's two ways: a secret token as it is in <c>X-Gitlab-Token</c>, or, for secrets that are signing tokens, HMAC-SHA256 over id, time and
/// body in <c>webhook-signature</c> (https://docs.gitlab.com/user/project/integrations/webhooks/#signing-tokens).</summary>
/// <remarks>How old the time is does not matter: what was sent once may be sent again, and makes an import due once more.</remarks>
internal sealed class GitLabProof : IWebhookProof
{
    private const string Version = "v1,";
    private const int MostSignatures = 8;

    public BodyProof? Begin(IHeaderDictionary headers, IReadOnlyList<WebhookSecret> secrets)
    {
        var signing = secrets.Select(static secret => secret.SigningKey).OfType<ReadOnlyMemory<byte>>().ToList();
        return signing.Count > 0 && headers.ContainsKey("webhook-signature") ? Signed(headers, signing) : WithToken(headers, secrets);
    }

    private static BodyProof? WithToken(IHeaderDictionary headers, IReadOnlyList<WebhookSecret> secrets)
    {
        if (headers["X-Gitlab-Token"] is not [{ Length: > 0 } token])
        {
            return null;
        }

        var presented = Encoding.UTF8.GetBytes(token);
        var isProven = false;
        foreach (var secret in secrets)
        {
            // A signing token never travels: one that does proves nothing.
            isProven |= secret.Is(presented) & secret.SigningKey is null;
        }

        return isProven ? BodyProof.Given() : null;
    }

    private static BodyProof? Signed(IHeaderDictionary headers, List<ReadOnlyMemory<byte>> keys)
    {
        if (headers["webhook-id"] is not [{ } id] || headers["webhook-timestamp"] is not [{ } time] || headers["webhook-signature"] is not [{ } value])
        {
            return null;
        }

        var signatures = new List<byte[]>();
        foreach (var one in value.Split(' ', MostSignatures + 1, StringSplitOptions.RemoveEmptyEntries).Take(MostSignatures))
        {
            var signature = new byte[HMACSHA256.HashSizeInBytes];
            if (one.StartsWith(Version, StringComparison.Ordinal) && Convert.TryFromBase64String(one[Version.Length..], signature, out var length) && length == signature.Length)
            {
                signatures.Add(signature);
            }
        }

        if (signatures.Count == 0)
        {
            return null;
        }

        var proof = new BodyProof(keys, signatures);
        proof.Append(Encoding.UTF8.GetBytes($"{id}.{time}."));
        return proof;
    }
}

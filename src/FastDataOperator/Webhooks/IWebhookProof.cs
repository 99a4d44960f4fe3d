using Microsoft.AspNetCore.Http;

namespace FastDataOperator.Webhooks;

/// <summary>How a sender proves that it knows one of the secrets.</summary>
internal interface IWebhookProof
{
    /// <summary>Judges the headers.</summary>
    /// <param name="headers">Of the request.</param>
    /// <param name="secrets">All that are taken; at least one.</param>
    /// <returns>What still has to see the body; <see langword="null"/> where the body could not help any more.</returns>
    public BodyProof? Begin(IHeaderDictionary headers, IReadOnlyList<WebhookSecret> secrets);
}

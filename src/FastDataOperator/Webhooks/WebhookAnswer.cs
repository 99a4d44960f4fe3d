namespace FastDataOperator.Webhooks;

/// <summary>What a request is answered.</summary>
/// <param name="Result">For the metrics.</param>
/// <param name="Status">Of HTTP.</param>
/// <param name="Text">For the page on which a forge shows it; nothing of what was sent.</param>
internal sealed record WebhookAnswer(WebhookResult Result, int Status, string Text);

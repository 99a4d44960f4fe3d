namespace FastDataOperator.Git.Forges.GitHub;

/// <summary>Answer of <c>POST /app/installations/{installation_id}/access_tokens</c>, as far as it is read.</summary>
internal sealed record AppToken
{
    public required string Token { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Never the token.</summary>
    public override string ToString() => nameof(AppToken);
}

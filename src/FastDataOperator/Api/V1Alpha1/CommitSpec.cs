namespace FastDataOperator.Api.V1Alpha1;

/// <summary>What the commit looks like.</summary>
internal sealed record CommitSpec
{
    public AuthorSpec? Author { get; init; }

    /// <summary>Text with a fixed set of placeholders; empty for the message of its own making.</summary>
    public string? MessageTemplate { get; init; }

    public SigningKeySpec? SigningKey { get; init; }
}

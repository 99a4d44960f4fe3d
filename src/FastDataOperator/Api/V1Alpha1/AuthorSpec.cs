namespace FastDataOperator.Api.V1Alpha1;

/// <summary>Who the commit says made it.</summary>
internal sealed record AuthorSpec
{
    public required string Name { get; init; }

    public required string Email { get; init; }
}

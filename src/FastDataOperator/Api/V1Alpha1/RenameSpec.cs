using FastDataOperator.Core.Resources;

namespace FastDataOperator.Api.V1Alpha1;

/// <summary>A new name on the way into the destination (R1).</summary>
internal sealed record RenameSpec
{
    public required ResourceKind Kind { get; init; }

    public required string From { get; init; }

    public required string To { get; init; }
}

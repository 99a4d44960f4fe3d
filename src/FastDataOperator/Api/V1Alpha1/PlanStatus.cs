namespace FastDataOperator.Api.V1Alpha1;

/// <summary>The last plan in numbers.</summary>
internal sealed record PlanStatus
{
    public string? Digest { get; init; }

    /// <summary>The counts in words, for a column of <c>kubectl get -o wide</c>.</summary>
    public string? Summary { get; init; }

    public long? Added { get; init; }

    public long? Updated { get; init; }

    public long? Restored { get; init; }

    public long? Removed { get; init; }

    public long? Unchanged { get; init; }

    public long? Warnings { get; init; }
}

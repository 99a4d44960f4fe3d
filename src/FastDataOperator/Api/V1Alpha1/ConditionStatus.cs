namespace FastDataOperator.Api.V1Alpha1;

/// <summary>One condition, as the Kubernetes API conventions shape it.</summary>
internal sealed record ConditionStatus
{
    public required string Type { get; init; }

    /// <summary><c>True</c>, <c>False</c> or <c>Unknown</c>.</summary>
    public required string Status { get; init; }

    public string? Reason { get; init; }

    public string? Message { get; init; }

    public long? ObservedGeneration { get; init; }

    public string? LastTransitionTime { get; init; }
}

namespace FastDataOperator.Api.V1Alpha1;

/// <summary>What the operator last reported.</summary>
internal sealed record ImportStatus
{
    public long? ObservedGeneration { get; init; }

    /// <summary>Echoes the annotation <c>reconcile.fastdata.gitops.dev/requestedAt</c>.</summary>
    public string? LastHandledReconcileAt { get; init; }

    public SourceStatus? Source { get; init; }

    public DestinationStatus? Destination { get; init; }

    public PlanStatus? Plan { get; init; }

    public PullRequestStatus? PullRequest { get; init; }

    /// <summary>Bounded; what was imported, and the memory by which copies are known (K5).</summary>
    public IReadOnlyList<ResourceStatus> Resources { get; init; } = [];

    public IReadOnlyList<string> MissingServices { get; init; } = [];

    /// <summary>The newest five outcomes, newest first.</summary>
    public IReadOnlyList<OutcomeStatus> History { get; init; } = [];

    public IReadOnlyList<ConditionStatus> Conditions { get; init; } = [];

    /// <summary>The condition of a type; <see langword="null"/> where it was never set.</summary>
    public ConditionStatus? Find(string type) => Conditions.FirstOrDefault(condition => condition.Type == type);
}

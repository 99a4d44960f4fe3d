using FastDataOperator.Api;

namespace FastDataOperator.Leadership;

/// <summary>Which Lease this process wants, as whom, and how it keeps it.</summary>
internal sealed record LeaseClaim
{
    public required ObjectKey Lease { get; init; }

    /// <summary>Must differ between processes, also between the restarts of one: a pod's name and uid.</summary>
    public required string Identity { get; init; }

    /// <summary>Where the others reach this process with webhooks while it holds the Lease, as <c>10.1.2.3:9292</c>; written beside its name.</summary>
    public string? Address { get; init; }

    /// <summary>How long others wait for a sign of life before they take the Lease; told to them in whole seconds. Default: 35 s.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(35);

    /// <summary>How long after its last sign of life this process gives up leading, well before others may. Default: 30 s.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between two signs of life, and how long one call of the API server may take. Default: 5 s.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(5);
}

namespace FastDataOperator.Configuration;

/// <summary>How the operator runs. What belongs to one import is in its object, never here. Everything was validated.</summary>
internal sealed record OperatorOptions
{
    /// <summary>Imports at a time; 1 to 256, default 4.</summary>
    public int Workers { get; init; } = 4;

    public WatchOptions Watch { get; init; } = new();

    public RemoteOptions Remotes { get; init; } = new();

    public required LeaseOptions Lease { get; init; }

    public ConnectionOptions Connection { get; init; } = new();

    public required PodIdentity Pod { get; init; }

    /// <summary>What a running import may still take after SIGTERM; default 30 s.</summary>
    public TimeSpan GracefulShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where <c>/metrics</c> answers; <see langword="null"/> for nowhere, default <c>:8080</c>.</summary>
    public BindAddress? Metrics { get; init; } = new(null, 8080);

    /// <summary>Where <c>/healthz</c> and <c>/readyz</c> answer; <see langword="null"/> for nowhere, default <c>:8081</c>.</summary>
    public BindAddress? Health { get; init; } = new(null, 8081);

    /// <summary>Where webhooks are taken; <see langword="null"/> (the default) for nowhere.</summary>
    public WebhookOptions? Webhooks { get; init; }

    /// <summary>The only place written to: a full path to a folder that exists and can be written to.</summary>
    public required string ScratchDirectory { get; init; }

    /// <summary>The name of the least <c>Microsoft.Extensions.Logging.LogLevel</c> that is logged; default <c>Information</c>.</summary>
    public string LogLevel { get; init; } = "Information";
}

namespace FastDataOperator.Cli.Kubectl;

/// <summary>What kept a cluster from doing as it was asked, in one sentence, and what would resolve it. It holds no credentials, and no
/// exception of the client's, whose request does.</summary>
internal sealed class ClusterException(ClusterFailure reason, string message, string? remedy) : Exception(message)
{
    public ClusterFailure Reason => reason;

    public string? Remedy => remedy;

    /// <summary>Whether the same may succeed later without anybody changing anything.</summary>
    public bool IsTransient => reason is ClusterFailure.Unreachable or ClusterFailure.Unavailable or ClusterFailure.TimedOut;
}

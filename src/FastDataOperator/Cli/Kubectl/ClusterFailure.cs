namespace FastDataOperator.Cli.Kubectl;

/// <summary>Why the cluster did not do as it was asked. Names are API: they appear in JSON output.</summary>
internal enum ClusterFailure
{
    /// <summary>The kubeconfig, or what it names, cannot be used.</summary>
    KubeconfigUnusable,

    /// <summary>No answer that is one of an API server.</summary>
    Unreachable,

    /// <summary>The credentials are not accepted.</summary>
    Unauthorized,

    /// <summary>The user is known and lacks the right.</summary>
    Forbidden,

    /// <summary>The cluster does not know the kind.</summary>
    KindMissing,

    /// <summary>There is no such object.</summary>
    NotFound,

    /// <summary>The API server refuses the change.</summary>
    Refused,

    /// <summary>The API server has trouble of its own.</summary>
    Unavailable,

    /// <summary>The operator did not answer in time.</summary>
    TimedOut,
}

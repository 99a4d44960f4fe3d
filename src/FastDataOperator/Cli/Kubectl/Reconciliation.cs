namespace FastDataOperator.Cli.Kubectl;

/// <summary>How an import is after it was asked to be reconciled.</summary>
internal enum Reconciliation
{
    /// <summary>The operator has not answered yet.</summary>
    Waiting,

    /// <summary>Done, and the import is ready.</summary>
    Ready,

    /// <summary>Looked at, and not ready: the operator tries again by itself.</summary>
    NotReady,

    /// <summary>A person must act.</summary>
    Stalled,
}

namespace FastDataOperator.Metrics;

/// <summary>What a pass ended in, in controller-runtime's words: the label <c>result</c> of <c>controller_runtime_reconcile_total</c>.</summary>
internal enum ReconcileResult
{
    /// <summary>Done; the next pass comes with the next change.</summary>
    Success,

    /// <summary>Failed; comes again after a backoff.</summary>
    Error,

    /// <summary>Comes again at once.</summary>
    Requeue,

    /// <summary>Done; comes again at a time that is known, which is how an interval ends.</summary>
    RequeueAfter,
}

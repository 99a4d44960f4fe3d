namespace FastDataOperator.Metrics;

/// <summary>The label <c>result</c> of <c>fastdata_look_total</c>: what asking a remote for its tip showed.</summary>
internal enum LookOutcome
{
    /// <summary>The tip is where it was at the look before; or there was none before.</summary>
    Unmoved,

    /// <summary>It is elsewhere, and not by a push of ours.</summary>
    Moved,

    Failed,
}

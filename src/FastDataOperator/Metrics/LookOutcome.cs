namespace FastDataOperator.Metrics;

/// <summary>The label <c>result</c> of <c>fastdata_look_total</c>: what asking a remote for its tip showed.</summary>
internal enum LookOutcome
{
    Unmoved,
    Moved,
    Failed,
}

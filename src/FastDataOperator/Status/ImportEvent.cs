namespace FastDataOperator.Status;

/// <summary>One thing that whoever watches an import should hear of.</summary>
/// <param name="IsWarning">Whether it is a failure.</param>
/// <param name="Reason">From the one list of reasons.</param>
internal sealed record ImportEvent(bool IsWarning, string Reason, string Message);

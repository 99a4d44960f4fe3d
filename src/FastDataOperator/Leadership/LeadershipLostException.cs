namespace FastDataOperator.Leadership;

/// <summary>Another process may be writing: what was under way is abandoned.</summary>
internal sealed class LeadershipLostException(CancellationToken lost) : OperationCanceledException("leadership was lost: another process may be writing", lost);

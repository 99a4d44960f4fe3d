namespace FastDataOperator.Reconcilers;

/// <summary>A branch that one import at a time writes to.</summary>
internal readonly record struct DestinationLane(string Repository, string Branch);

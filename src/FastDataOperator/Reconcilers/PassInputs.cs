namespace FastDataOperator.Reconcilers;

/// <summary>All that a pass's outcome depends on. Where it is the same again and the outcome was one that lasts, there is nothing to do.</summary>
/// <param name="Generation">Of the spec.</param>
/// <param name="Source">Where the source was, as a look's mark.</param>
/// <param name="Destination">Where the destination was after the pass.</param>
/// <param name="Secrets">The versions of the Secrets that were used.</param>
/// <param name="Head">Where the import's own branch was after the pass, while a pull request waits; else empty.</param>
internal sealed record PassInputs(long Generation, string Source, string Destination, string Secrets, string Head = "");

namespace FastDataOperator.Benchmarks.Measuring;

/// <summary>A contestant did not do its work, or did something else. It drops out of its contest; the others go on.</summary>
internal sealed class RunFailedException(string message) : Exception(message);

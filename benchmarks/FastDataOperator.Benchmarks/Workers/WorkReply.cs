using FastDataOperator.Benchmarks.Measuring;

namespace FastDataOperator.Benchmarks.Workers;

/// <summary>One line from the worker: a sample, or what went wrong.</summary>
internal sealed record WorkReply(Sample? Sample, string? Error);

namespace FastDataOperator.Benchmarks.Workers;

/// <summary>One line to the worker.</summary>
/// <param name="Work">Which work; see <see cref="WorkCatalogue"/>.</param>
/// <param name="Arguments">What it works on.</param>
/// <param name="Repeat">How often to run it; the run of median wall time is the answer.</param>
internal sealed record WorkRequest(string Work, IReadOnlyList<string> Arguments, int Repeat);

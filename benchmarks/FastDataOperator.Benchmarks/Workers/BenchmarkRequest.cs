using FastDataOperator.Benchmarks.Inputs;
using FastDataOperator.Core.Imports;

namespace FastDataOperator.Benchmarks.Workers;

/// <summary>The import that the benchmarks make, as Core takes it.</summary>
internal static class BenchmarkRequest
{
    public static ImportRequest For(ProjectShape source) => new()
    {
        Name = "team/benchmark",
        Selection = new Selection
        {
            SystemsOfRecord = [.. source.Selection.Select(entry => new SystemSelection(entry.Key, entry.Value))],
        },
    };
}

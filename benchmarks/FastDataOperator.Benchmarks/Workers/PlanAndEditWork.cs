using FastDataOperator.Benchmarks.Inputs;

namespace FastDataOperator.Benchmarks.Workers;

/// <summary>To be wired.</summary>
internal sealed class PlanAndEditWork(string source, string destination, string console, ProjectShape selected)
{
    public void Run() => throw new NotSupportedException("not wired");

    public void WriteTo(string file) => throw new NotSupportedException(source + destination + console + selected + file);
}

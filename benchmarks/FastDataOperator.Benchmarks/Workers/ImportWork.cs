namespace FastDataOperator.Benchmarks.Workers;

/// <summary>To be wired.</summary>
internal sealed class ImportWork(string manifest)
{
    public void Run() => throw new NotSupportedException(manifest);
}

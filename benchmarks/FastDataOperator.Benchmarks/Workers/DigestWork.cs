namespace FastDataOperator.Benchmarks.Workers;

/// <summary>To be wired.</summary>
internal sealed class DigestWork(string configuration)
{
    public void Run() => throw new NotSupportedException(configuration);
}

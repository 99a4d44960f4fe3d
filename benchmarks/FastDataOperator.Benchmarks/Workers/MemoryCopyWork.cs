namespace FastDataOperator.Benchmarks.Workers;

/// <summary>The floor: copying the files' bytes from memory to memory.</summary>
internal sealed class MemoryCopyWork
{
    private readonly List<(byte[] From, byte[] To)> _copies;

    public MemoryCopyWork(IReadOnlyList<string> files)
    {
        var contents = files.Select(File.ReadAllBytes);
        _copies = [.. contents.Select(bytes => (bytes, (byte[])bytes.Clone()))];
    }

    public void Run()
    {
        foreach (var (from, to) in _copies)
        {
            from.AsSpan().CopyTo(to);
        }
    }
}

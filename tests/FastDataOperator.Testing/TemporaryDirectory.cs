namespace FastDataOperator.Testing;

/// <summary>A directory that is gone when disposed.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public TemporaryDirectory() => Path = Directory.CreateTempSubdirectory("fastdata-test-").FullName;

    public string Path { get; }

    /// <summary>An absolute path inside.</summary>
    public string this[string relativePath] => System.IO.Path.Combine(Path, relativePath);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // A test removed it itself.
        }
    }
}

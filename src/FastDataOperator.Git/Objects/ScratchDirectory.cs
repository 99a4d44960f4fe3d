namespace FastDataOperator.Git.Objects;

/// <summary>A directory of its own, readable by this user only, that is gone when disposed.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    private ScratchDirectory(string path) => Path = path;

    public string Path { get; }

    /// <exception cref="IOException">The root cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The root cannot be written.</exception>
    public static ScratchDirectory Create(string root)
    {
        var path = System.IO.Path.Combine(root, $"fastdata-git-{Environment.ProcessId}-{Guid.NewGuid():N}");
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return new ScratchDirectory(path);
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody cleaned up before us.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What cannot be removed now is left; failing here would hide what the caller is about to report.
        }
    }
}

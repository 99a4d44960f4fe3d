namespace FastDataOperator.Git.Objects;

/// <summary>A directory of its own, readable by this user only, that is gone when disposed.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string Prefix = "fastdata-git-";

    /// <summary>A file that is locked as long as whoever made the directory lives: the kernel lets go of it however a process ends, and tells every
    /// container that shares the root.</summary>
    private const string InUse = "in-use";

    /// <summary>For a directory that was left before it had that file.</summary>
    private static readonly TimeSpan s_longestUse = TimeSpan.FromDays(2);

    private readonly FileStream _inUse;

    private ScratchDirectory(string path)
    {
        Path = path;
        _inUse = new FileStream(System.IO.Path.Combine(path, InUse), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    public string Path { get; }

    /// <exception cref="IOException">The root cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The root cannot be written.</exception>
    public static ScratchDirectory Create(string root)
    {
        var path = System.IO.Path.Combine(root, $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}");
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }

        try
        {
            return new ScratchDirectory(path);
        }
        catch
        {
            Remove(path);
            throw;
        }
    }

    /// <summary>Removes all of them under a root.</summary>
    public static void RemoveAll(string root)
    {
        foreach (var directory in List(root))
        {
            Remove(directory);
        }
    }

    /// <summary>Removes those that are this user's own and of processes that are gone.</summary>
    public static void RemoveAbandoned(string root, DateTimeOffset now)
    {
        foreach (var directory in List(root))
        {
            if (new DirectoryInfo(directory) is { LinkTarget: null } info && IsOwn(directory) && IsLeft(info, now))
            {
                Remove(directory);
            }
        }
    }

    public void Dispose()
    {
        _inUse.Dispose();
        Remove(Path);
    }

    private static string[] List(string root)
    {
        try
        {
            return Directory.GetDirectories(root, Prefix + "*");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Whoever wants to write there says so.
            return [];
        }
    }

    private static bool IsLeft(DirectoryInfo directory, DateTimeOffset now)
    {
        try
        {
            using var unused = new FileStream(System.IO.Path.Combine(directory.FullName, InUse), FileMode.Open, FileAccess.Write, FileShare.None);
            return true;
        }
        catch (FileNotFoundException)
        {
            return now - directory.LastWriteTimeUtc > s_longestUse;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Whether this user made it: only an owner may set a mode. To a superuser everything looks its own, so that it is left to whoever
    /// it belongs to: in a directory that others can write, one of theirs may turn into a link while it is removed.</summary>
    private static bool IsOwn(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return true; // the temporary directory is the user's own
        }

        try
        {
            if (Environment.IsPrivilegedProcess)
            {
                return false;
            }

            File.SetUnixFileMode(directory, OwnerOnly);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Remove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
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

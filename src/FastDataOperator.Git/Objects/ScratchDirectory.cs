using System.Diagnostics;
using System.Globalization;

namespace FastDataOperator.Git.Objects;

/// <summary>A directory of its own, readable by this user only, that is gone when disposed.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string Prefix = "fastdata-git-";

    /// <summary>Longer than any attempt may take: in a container, processes outside it that share the root cannot be seen.</summary>
    private static readonly TimeSpan s_longestUse = TimeSpan.FromDays(2);

    private ScratchDirectory(string path) => Path = path;

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

        return new ScratchDirectory(path);
    }

    /// <summary>Removes all of them under a root.</summary>
    public static void RemoveAll(string root)
    {
        foreach (var directory in List(root))
        {
            Remove(directory);
        }
    }

    /// <summary>Removes those that are this user's own, old, and of processes that are gone.</summary>
    public static void RemoveAbandoned(string root, DateTimeOffset now)
    {
        foreach (var directory in List(root))
        {
            if (new DirectoryInfo(directory) is { LinkTarget: null } info && now - info.LastWriteTimeUtc > s_longestUse && IsOfDeadProcess(info.Name) && IsOwn(directory))
            {
                Remove(directory);
            }
        }
    }

    public void Dispose() => Remove(Path);

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

    private static bool IsOfDeadProcess(string name)
    {
        var rest = name.AsSpan(Prefix.Length);
        if (rest.IndexOf('-') is var end && (end < 0 || !int.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var id)))
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(id);
            return false;
        }
        catch (ArgumentException)
        {
            return true;
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

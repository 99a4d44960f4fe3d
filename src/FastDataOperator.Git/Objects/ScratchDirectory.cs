using System.Text;
using Microsoft.Win32.SafeHandles;

namespace FastDataOperator.Git.Objects;

/// <summary>A directory of its own, readable by this user only, that is gone when disposed. While it is in use a file in it is locked, which ends with the process
/// however that ends, and which processes of other containers see.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string Prefix = "fastdata-git-";
    private const string UseMark = "in-use";

    /// <summary>Longer than any attempt may take: for directories whose lock says nothing.</summary>
    private static readonly TimeSpan s_longestUse = TimeSpan.FromDays(2);

    /// <summary>How far locks are sure to reach: through one kernel. Those of another machine that shares a volume may not be seen here.</summary>
    private static readonly byte[] s_machine = Machine();

    private readonly SafeFileHandle _use;

    private ScratchDirectory(string path, SafeFileHandle use)
    {
        Path = path;
        _use = use;
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

        SafeFileHandle? use = null;
        try
        {
            use = File.OpenHandle(System.IO.Path.Combine(path, UseMark), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);

            // Nobody looks at the lock of a file that is still empty: it is made before it is taken.
            RandomAccess.Write(use, s_machine, 0);
            return new ScratchDirectory(path, use);
        }
        catch
        {
            use?.Dispose();
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

    /// <summary>Removes those that are this user's own and that nobody uses: at once where their lock tells, and else when they are old.</summary>
    public static void RemoveAbandoned(string root, DateTimeOffset now)
    {
        foreach (var directory in List(root))
        {
            if (FileOwner.IsThisUserAlone(directory) && (IsInUse(directory) is { } inUse ? !inUse : now - Directory.GetLastWriteTimeUtc(directory) > s_longestUse))
            {
                Remove(directory);
            }
        }
    }

    public void Dispose()
    {
        _use.Dispose();
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

    /// <returns>Null where that cannot be told: no lock was taken yet, it is another machine's, or locks have no effect here.</returns>
    private static bool? IsInUse(string directory)
    {
        var mark = System.IO.Path.Combine(directory, UseMark);
        try
        {
            if (new FileInfo(mark) is not { Exists: true, Length: > 0 })
            {
                return null;
            }

            using var held = TryLock(mark);
            if (held is null)
            {
                return true;
            }

            using var second = TryLock(mark);
            var machine = new byte[s_machine.Length + 1];
            return second is null && machine.AsSpan(0, RandomAccess.Read(held, machine, 0)).SequenceEqual(s_machine) ? false : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static SafeFileHandle? TryLock(string file)
    {
        try
        {
            return File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException))
        {
            return null;
        }
    }

    private static byte[] Machine()
    {
        try
        {
            return File.ReadAllBytes("/proc/sys/kernel/random/boot_id");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Encoding.UTF8.GetBytes(Environment.MachineName);
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

using System.Diagnostics;
using System.Globalization;

namespace FastDataOperator.Benchmarks.Inputs;

/// <summary>The directory that everything of one row lives in; gone afterwards.</summary>
internal sealed class Scratch : IDisposable
{
    private const string Memory = "/dev/shm";
    private readonly DirectoryInfo _root;
    private int _runs;

    /// <param name="parent">Where to make it.</param>
    public Scratch(string parent) => _root = Directory.CreateDirectory(
        Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $"fastdata-benchmarks-{Environment.ProcessId}")));

    /// <summary>Memory (<c>/dev/shm</c>) where there is room, as the operator's own scratch would be, otherwise the system's temporary directory.</summary>
    public static string DefaultParent => HasRoom(Memory) ? Memory : Path.GetTempPath();

    public string Root => _root.FullName;

    /// <summary>Where the server finds repositories.</summary>
    public string Repositories => Directory.CreateDirectory(Path.Combine(Root, "repositories")).FullName;

    /// <summary>A new directory for one run of one contestant.</summary>
    public string NewRun() => Directory.CreateDirectory(Path.Combine(Root, "runs", (_runs++).ToString("D4", CultureInfo.InvariantCulture))).FullName;

    public static bool IsMemory(string parent) => parent.StartsWith(Memory, StringComparison.Ordinal);

    /// <summary>Keeps the settings of whoever runs the benchmarks out of every <c>git</c> that runs in them.</summary>
    public static void Isolate(ProcessStartInfo start)
    {
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        foreach (var role in new[] { "AUTHOR", "COMMITTER" })
        {
            start.Environment[$"GIT_{role}_NAME"] = "Fast Data";
            start.Environment[$"GIT_{role}_EMAIL"] = "fastdata@example.com";
        }
    }

    public void Dispose() => _root.Delete(recursive: true);

    private static bool HasRoom(string directory) =>
        Directory.Exists(directory) && new DriveInfo(directory).AvailableFreeSpace > 6L << 30;
}

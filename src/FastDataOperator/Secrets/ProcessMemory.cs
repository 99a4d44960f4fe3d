using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace FastDataOperator.Secrets;

/// <summary>Keeps what this process holds in memory, credentials among it, out of files. Managed strings cannot be wiped while they are in use, so
/// nobody gets to write them down: on Linux the kernel dumps no core of the process, and lets no other process of the same user read its memory
/// (<c>prctl(2)</c>, PR_SET_DUMPABLE), which is what .NET's own createdump would do. Elsewhere nothing is done.</summary>
internal static partial class ProcessMemory
{
    private const int SetDumpable = 4;
    private const int CoreSize = 4;

    /// <summary>To be called before any credential is read. Programs that are started inherit the limit of no core, not the rest.</summary>
    public static void Protect()
    {
        if (!OperatingSystem.IsLinux() || System.Diagnostics.Debugger.IsAttached)
        {
            return;
        }

        // Neither can fail for a process that only gives something up; if one did, there would be nothing to do about it.
        _ = Control(SetDumpable, 0, 0, 0, 0);
        _ = SetLimit(CoreSize, default);
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint value, nuint third, nuint fourth, nuint fifth);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, in Limit limit);

    /// <summary><c>struct rlimit</c> of getrlimit(2), in bytes.</summary>
    private readonly record struct Limit(nuint Current, nuint Most);
}

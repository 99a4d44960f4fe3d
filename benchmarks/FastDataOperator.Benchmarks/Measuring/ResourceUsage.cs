using System.Runtime.InteropServices;

namespace FastDataOperator.Benchmarks.Measuring;

/// <summary>The processor time that the kernel keeps for this process and for the children it has waited for, their children included.</summary>
internal static partial class ResourceUsage
{
    private const int Self = 0;
    private const int Children = -1;

    /// <summary>Time of this process alone.</summary>
    public static TimeSpan OfSelf() => Of(Self);

    /// <summary>Time of all descendants that ended and were waited for.</summary>
    public static TimeSpan OfChildren() => Of(Children);

    private static unsafe TimeSpan Of(int who)
    {
        // struct rusage: two struct timeval (user, system), then fourteen longs that are not read.
        var usage = stackalloc long[18];
        if (GetResourceUsage(who, usage) != 0)
        {
            throw new InvalidOperationException("getrusage failed");
        }

        return TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]);
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int GetResourceUsage(int who, long* usage);
}

using System.Diagnostics;
using System.Globalization;

namespace FastDataOperator.Benchmarks.Measuring;

/// <summary>Measures work inside this process.</summary>
internal static class MeasuredWork
{
    public static Sample Run(Action work)
    {
        ResetPeakMemory();
        var cpu = ResourceUsage.OfSelf() + ResourceUsage.OfChildren();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var began = Stopwatch.GetTimestamp();
        work();
        return new Sample
        {
            Wall = Stopwatch.GetElapsedTime(began),
            Allocated = GC.GetAllocatedBytesForCurrentThread() - allocated,
            Cpu = ResourceUsage.OfSelf() + ResourceUsage.OfChildren() - cpu,
            PeakMemory = PeakMemory(),
        };
    }

    /// <summary>Sets the kernel's high-water mark of this process back to what it holds now.</summary>
    private static void ResetPeakMemory() => File.WriteAllText("/proc/self/clear_refs", "5");

    private static long PeakMemory()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6, line.Length - 9).Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}

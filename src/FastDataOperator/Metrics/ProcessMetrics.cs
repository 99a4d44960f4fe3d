using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FastDataOperator.Metrics;

/// <summary>The process under the names that Prometheus' own clients give it.</summary>
internal static class ProcessMetrics
{
    public static void AddTo(Meter meter)
    {
        using var process = Process.GetCurrentProcess();
        var started = new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000d;
        meter.CreateObservableGauge("process_start_time_seconds", () => started, description: "When the process started, in seconds since 1970.");
        meter.CreateObservableGauge("process_resident_memory_bytes", static () => Environment.WorkingSet, description: "Resident memory.");
        meter.CreateObservableCounter("process_cpu_seconds_total", static () => Environment.CpuUsage.TotalTime.TotalSeconds, description: "Processor time, of user and system.");
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace FastDataOperator.Benchmarks.Reports;

/// <summary>When and on what the numbers were taken.</summary>
internal sealed record Machine(string Text)
{
    public static async Task<Machine> DescribeAsync(bool scratchInMemory, CancellationToken cancellationToken)
    {
        var memory = (await File.ReadAllLinesAsync("/proc/meminfo", cancellationToken))[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        var gibibytes = long.Parse(memory, CultureInfo.InvariantCulture) / (1024.0 * 1024);
        var load = (await File.ReadAllTextAsync("/proc/loadavg", cancellationToken)).Split(' ')[0];
        List<string> versions = [$".NET {Environment.Version}"];
        foreach (var (program, arguments) in new[] { ("git", "--version"), ("jq", "--version"), ("nginx", "-v"), ("kpt", "version") })
        {
            versions.Add($"{program} {await VersionAsync(program, arguments, cancellationToken)}");
        }

        return new Machine(string.Create(
            CultureInfo.InvariantCulture,
            $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} cores, {gibibytes:F0} GiB, {RuntimeInformation.OSArchitecture}, load before the run {load}, scratch {(scratchInMemory ? "in memory" : "on disk")}; {string.Join(", ", versions)}."));
    }

    /// <summary>The last word of what the program says of its version, without its name.</summary>
    private static async Task<string> VersionAsync(string program, string arguments, CancellationToken cancellationToken)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var said = await process.StandardOutput.ReadToEndAsync(cancellationToken) + await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return said.Trim().Split(' ', '/', '-')[^1];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "absent";
        }
    }
}

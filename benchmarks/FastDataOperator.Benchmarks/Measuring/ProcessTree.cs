using System.Globalization;

namespace FastDataOperator.Benchmarks.Measuring;

/// <summary>The resident memory of a process and its descendants, looked at every few milliseconds while it runs.</summary>
internal sealed class ProcessTree(int root)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    public long Peak { get; private set; }

    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            do
            {
                Peak = Math.Max(Peak, Resident(root));
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static long Resident(int process)
    {
        try
        {
            var fields = File.ReadAllText($"/proc/{process}/statm").Split(' ');
            var total = long.Parse(fields[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
            foreach (var thread in Directory.EnumerateDirectories($"/proc/{process}/task"))
            {
                foreach (var child in File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    total += Resident(int.Parse(child, CultureInfo.InvariantCulture));
                }
            }

            return total;
        }
        catch (IOException)
        {
            // It ended between two reads.
            return 0;
        }
    }
}

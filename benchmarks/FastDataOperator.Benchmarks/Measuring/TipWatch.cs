using System.Diagnostics;

namespace FastDataOperator.Benchmarks.Measuring;

/// <summary>Sees on the server's disk when a branch moves: the moment of a push, whoever pushes and whatever it does afterwards.</summary>
internal sealed class TipWatch : IDisposable
{
    private readonly FileSystemWatcher _watcher;
    private readonly TaskCompletionSource<long> _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="repository">Bare, its references packed; a push writes the branch as a file.</param>
    public TipWatch(string repository, string branch)
    {
        _watcher = new FileSystemWatcher(Directory.CreateDirectory(Path.Combine(repository, "refs", "heads")).FullName);
        _watcher.Renamed += (_, change) =>
        {
            if (change.Name == branch)
            {
                _moved.TrySetResult(Stopwatch.GetTimestamp());
            }
        };
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>When it moved, as a timestamp of <see cref="Stopwatch"/>.</summary>
    /// <exception cref="RunFailedException">It did not, within two minutes.</exception>
    public async Task<long> MovedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _moved.Task.WaitAsync(TimeSpan.FromMinutes(2), cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new RunFailedException("nothing was pushed within two minutes");
        }
    }

    public void Dispose() => _watcher.Dispose();
}

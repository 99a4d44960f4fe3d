using FastDataOperator.Api;

namespace FastDataOperator.Cli.Kubectl;

/// <summary>Waits for the operator's answers to what it was asked.</summary>
/// <param name="get">Reads an import as it is now.</param>
/// <param name="answered">Told each answer as it comes.</param>
/// <param name="note">Told once that nothing has answered for a while.</param>
internal sealed class ReconcileWait(
    Func<ObjectKey, CancellationToken, Task<ClusterImport>> get, Action<ClusterImport, Reconciliation> answered, Action<ObjectKey> note, TimeProvider timeProvider)
{
    /// <summary>Between two looks at one import.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>After which it is worth a note that nothing happens.</summary>
    public static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(10);

    /// <returns>Those that did not answer in time.</returns>
    /// <exception cref="ClusterException">The cluster does not answer, or an import was deleted.</exception>
    public async Task<IReadOnlyList<AskedImport>> RunAsync(IReadOnlyList<AskedImport> asked, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var start = timeProvider.GetTimestamp();
        var waiting = asked.ToList();
        var isNoted = false;
        while (true)
        {
            foreach (var one in waiting.ToList())
            {
                var now = await get(one.Key, cancellationToken);
                var answer = one.Judge(now);
                if (answer is not Reconciliation.Waiting)
                {
                    waiting.Remove(one);
                    answered(now, answer);
                }
            }

            var elapsed = timeProvider.GetElapsedTime(start);
            if (waiting.Count == 0 || elapsed >= timeout)
            {
                return waiting;
            }

            // While one of several is being answered, an operator runs.
            if (!isNoted && elapsed >= QuietTime && waiting.Count == asked.Count)
            {
                isNoted = true;
                note(waiting[0].Key);
            }

            await Task.Delay(timeout - elapsed < Pause ? timeout - elapsed : Pause, timeProvider, cancellationToken);
        }
    }
}

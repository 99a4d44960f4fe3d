namespace FastDataOperator.Webhooks;

/// <summary>Where repositories that were pushed to wait for whoever leads. What is told twice before it is taken waits once. Safe for threads.</summary>
internal sealed class WebhookInbox
{
    /// <summary>Repositories that wait at a time; a second's worth, so that this many is an attack or a mistake.</summary>
    private const int Most = 10_000;

    private readonly Lock _gate = new();
    private HashSet<string>? _waiting;

    /// <summary>Whoever takes waits for it; there is one at a time.</summary>
    private TaskCompletionSource _filled = NotFilled();

    /// <summary>From now on there is somebody who takes; what waited before is forgotten, as a new term looks at everything.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _waiting = new HashSet<string>(StringComparer.Ordinal);
        }
    }

    /// <summary>Nobody takes any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _waiting = null;
        }
    }

    /// <param name="names">As <see cref="RepositoryNames"/> writes them.</param>
    public InboxAnswer Offer(IReadOnlyCollection<string> names)
    {
        lock (_gate)
        {
            if (_waiting is null)
            {
                return InboxAnswer.Closed;
            }

            if (_waiting.Count + names.Count > Most)
            {
                return InboxAnswer.Full;
            }

            _waiting.UnionWith(names);
            _filled.TrySetResult();
            return InboxAnswer.Taken;
        }
    }

    /// <summary>Waits until there is something, and takes all of it.</summary>
    public async Task<IReadOnlyCollection<string>> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task filled;
            lock (_gate)
            {
                filled = _filled.Task;
            }

            await filled.WaitAsync(cancellationToken);
            lock (_gate)
            {
                _filled = NotFilled();

                // It may have been filled for the term before.
                if (_waiting is { Count: > 0 } waiting)
                {
                    _waiting = new HashSet<string>(StringComparer.Ordinal);
                    return waiting;
                }
            }
        }
    }

    private static TaskCompletionSource NotFilled() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

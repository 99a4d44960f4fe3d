using FastDataOperator.Api;

namespace FastDataOperator.SharedReads;

/// <summary>Reads of the outside that many imports need at about the same time, made once for all of them. Whoever asks says how old the
/// answer may be; who asked for something hears when a later read finds it changed.</summary>
/// <param name="read">Reads a target. What goes wrong with it is a value too, so that it is shared as well; it only throws when cancelled.</param>
/// <param name="markOf">Tells answers apart: equal marks, no change. <see langword="null"/> for a failure, which is shared for a moment only and no change.</param>
/// <param name="wake">Told each follower of a target that changed.</param>
/// <param name="compared">Told of each read the mark before it and its own.</param>
/// <param name="timeProvider">Its timestamps say when a read began.</param>
/// <param name="stop">Ends reads under way; no caller's own end does, since others wait for them too.</param>
internal sealed class SharedReads<TTarget, TValue>(
    Func<TTarget, TimeSpan, CancellationToken, Task<TValue>> read, Func<TValue, string?> markOf, Action<ObjectKey> wake, Action<string?, string?> compared,
    TimeProvider timeProvider, CancellationToken stop)
    where TTarget : notnull
{
    /// <summary>How long a failure is shared: long enough for those that were due together.</summary>
    private static readonly TimeSpan s_failureLife = TimeSpan.FromSeconds(10);

    /// <summary>What a timer can count: a read that begins too late says so itself.</summary>
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<TTarget, Entry> _entries = [];
    private readonly Dictionary<ObjectKey, HashSet<TTarget>> _followed = [];

    /// <summary>What a read finds that began no earlier than <paramref name="notBefore"/>.</summary>
    /// <param name="follower">Who asks, and hears of changes from now on.</param>
    /// <param name="notBefore">A timestamp of the time provider.</param>
    /// <param name="deadline">For a read that has to be made, and for waiting for one that somebody else began, who may have far more time.</param>
    /// <exception cref="TimeoutException">Somebody else's read did not end before the deadline.</exception>
    public async Task<TValue> GetAsync(ObjectKey follower, TTarget target, long notBefore, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var start = timeProvider.GetTimestamp();
        while (true)
        {
            var left = deadline - timeProvider.GetElapsedTime(start);
            left = left > s_shortest ? left : s_shortest;
            var (reading, given) = Begin(follower, target, notBefore, left);
            if (given is null)
            {
                return await reading.WaitAsync(cancellationToken);
            }

            var value = await reading.WaitAsync(left, timeProvider, cancellationToken);
            if (markOf(value) is not null || !IsHasty(given.Value, left))
            {
                return value;
            }
        }
    }

    /// <summary>Says what a target holds now, for who changed it: nobody is woken.</summary>
    public void Learn(TTarget target, TValue value)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(target, out var entry))
            {
                entry.Put(Task.FromResult(value), timeProvider.GetTimestamp(), TimeSpan.MaxValue);
                entry.Mark = markOf(value);
            }
        }
    }

    /// <summary>A target changed: its followers are woken, and what was read of it before counts no more.</summary>
    public void Expire(TTarget target)
    {
        List<ObjectKey> followers;
        lock (_gate)
        {
            if (!_entries.TryGetValue(target, out var entry))
            {
                return;
            }

            entry.Put(null, timeProvider.GetTimestamp(), TimeSpan.MaxValue);
            followers = [.. entry.Followers];
        }

        followers.ForEach(wake);
    }

    /// <summary>Keeps, of all that somebody follows, these targets only; what nobody follows any more is forgotten.</summary>
    public void Keep(ObjectKey follower, params ReadOnlySpan<TTarget> targets)
    {
        lock (_gate)
        {
            if (!_followed.TryGetValue(follower, out var followed))
            {
                return;
            }

            foreach (var target in followed)
            {
                if (!targets.Contains(target) && _entries[target].Followers.Remove(follower) && _entries[target].Followers.Count == 0)
                {
                    _entries.Remove(target);
                }
            }

            followed.IntersectWith(targets.ToArray());
            if (followed.Count == 0)
            {
                _followed.Remove(follower);
            }
        }
    }

    /// <summary>Whether a read that failed had so little time, less than half of what there is now, that its failure says nothing.</summary>
    private static bool IsHasty(TimeSpan given, TimeSpan left) => given < left / 2;

    /// <summary>The read that serves, begun now if there is none.</summary>
    /// <returns>And how much time it was given, where somebody else began it.</returns>
    private (Task<TValue> Reading, TimeSpan? Given) Begin(ObjectKey follower, TTarget target, long notBefore, TimeSpan deadline)
    {
        lock (_gate)
        {
            Follow(follower, target);
            var entry = _entries[target];
            if (entry.Reading is { } reading && entry.Began >= notBefore
                && !(entry.HasFailed && (timeProvider.GetElapsedTime(entry.Began) > s_failureLife || IsHasty(entry.Given, deadline))))
            {
                return (reading, entry.Given);
            }

            var number = entry.Number + 1;
            var own = Task.Run(() => ReadAsync(follower, target, number, deadline), CancellationToken.None);
            entry.Put(own, timeProvider.GetTimestamp(), deadline);
            return (own, null);
        }
    }

    private void Follow(ObjectKey follower, TTarget target)
    {
        if (!_entries.TryGetValue(target, out var entry))
        {
            _entries.Add(target, entry = new Entry());
        }

        if (entry.Followers.Add(follower))
        {
            if (!_followed.TryGetValue(follower, out var followed))
            {
                _followed.Add(follower, followed = []);
            }

            followed.Add(target);
        }
    }

    private async Task<TValue> ReadAsync(ObjectKey reader, TTarget target, long number, TimeSpan deadline)
    {
        var value = await read(target, deadline, stop);
        List<ObjectKey> others = [];
        lock (_gate)
        {
            if (_entries.TryGetValue(target, out var entry))
            {
                var mark = markOf(value);
                compared(entry.Mark, mark);

                // What was overtaken while it was under way, by a later read or by what somebody learned, is no news.
                if (entry.Number == number)
                {
                    entry.HasFailed = mark is null;
                    if (mark is not null && entry.Mark is not null && entry.Mark != mark)
                    {
                        others.AddRange(entry.Followers.Where(follower => follower != reader));
                    }

                    entry.Mark = mark ?? entry.Mark;
                }
            }
        }

        others.ForEach(wake);
        return value;
    }

    private sealed class Entry
    {
        public HashSet<ObjectKey> Followers { get; } = [];

        public Task<TValue>? Reading { get; private set; }

        /// <summary>When <see cref="Reading"/> began, as a timestamp.</summary>
        public long Began { get; private set; }

        /// <summary>How much time <see cref="Reading"/> has.</summary>
        public TimeSpan Given { get; private set; }

        /// <summary>Of <see cref="Reading"/>, counted up.</summary>
        public long Number { get; private set; }

        /// <summary>Whether <see cref="Reading"/> failed.</summary>
        public bool HasFailed { get; set; }

        /// <summary>Of the last answer that was none.</summary>
        public string? Mark { get; set; }

        public void Put(Task<TValue>? reading, long began, TimeSpan given)
        {
            (Reading, Began, Given, HasFailed) = (reading, began, given, false);
            Number++;
        }
    }
}

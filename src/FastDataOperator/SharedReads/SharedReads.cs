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

    private readonly Lock _gate = new();
    private readonly Dictionary<TTarget, Entry> _entries = [];
    private readonly Dictionary<ObjectKey, HashSet<TTarget>> _followed = [];

    /// <summary>What a read finds that began no earlier than <paramref name="notBefore"/>.</summary>
    /// <param name="follower">Who asks, and hears of changes from now on.</param>
    /// <param name="notBefore">A timestamp of the time provider.</param>
    /// <param name="deadline">For a read that has to be made.</param>
    public async Task<TValue> GetAsync(ObjectKey follower, TTarget target, long notBefore, TimeSpan deadline, CancellationToken cancellationToken)
    {
        Task<TValue> reading;
        lock (_gate)
        {
            Follow(follower, target);
            var entry = _entries[target];
            if (entry.Reading is null || entry.Began < notBefore || (entry.HasFailed && timeProvider.GetElapsedTime(entry.Began) > s_failureLife))
            {
                entry.Began = timeProvider.GetTimestamp();
                entry.Reading = Task.Run(() => ReadAsync(follower, target, deadline), CancellationToken.None);
            }

            reading = entry.Reading;
        }

        return await reading.WaitAsync(cancellationToken);
    }

    /// <summary>Says what a target holds now, for who changed it: nobody is woken.</summary>
    public void Learn(TTarget target, TValue value)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(target, out var entry))
            {
                entry.Reading = Task.FromResult(value);
                entry.Mark = markOf(value);
                entry.HasFailed = false;
                entry.Began = timeProvider.GetTimestamp();
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

            entry.Reading = null;
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

    private async Task<TValue> ReadAsync(ObjectKey reader, TTarget target, TimeSpan deadline)
    {
        var value = await read(target, deadline, stop);
        List<ObjectKey> others = [];
        lock (_gate)
        {
            if (_entries.TryGetValue(target, out var entry))
            {
                var mark = markOf(value);
                compared(entry.Mark, mark);
                entry.HasFailed = mark is null;
                if (mark is not null && entry.Mark is not null && entry.Mark != mark)
                {
                    others.AddRange(entry.Followers.Where(follower => follower != reader));
                }

                entry.Mark = mark ?? entry.Mark;
            }
        }

        others.ForEach(wake);
        return value;
    }

    private sealed class Entry
    {
        public HashSet<ObjectKey> Followers { get; } = [];

        public Task<TValue>? Reading { get; set; }

        /// <summary>When <see cref="Reading"/> began, as a timestamp.</summary>
        public long Began { get; set; }

        /// <summary>Whether the last answer was a failure.</summary>
        public bool HasFailed { get; set; }

        /// <summary>Of the last answer that was none.</summary>
        public string? Mark { get; set; }
    }
}

namespace FastDataOperator.Git.Transport;

/// <summary>One handler, with its open connections, for each route. What nobody has used for a while goes, and of those that nobody uses now at most
/// <see cref="MaxIdle"/> stay: a thousand imports with a thousand Secrets keep no thousand of them, and a rotated Secret leaves nothing behind.</summary>
internal sealed class HttpPools(TimeProvider timeProvider, Func<HttpRoute, HttpMessageHandler> create) : IDisposable
{
    /// <summary>Most routes that are kept without being in use.</summary>
    public const int MaxIdle = 32;

    /// <summary>How long a route is kept after its last use. Its connections go sooner by themselves.</summary>
    public static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<HttpRoute, Pool> _pools = [];
    private ITimer? _sweeper;
    private long _order;
    private bool _isDisposed;

    /// <summary>How many routes are kept.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _pools.Count;
            }
        }
    }

    public HttpLease Lease(HttpRoute route)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_pools.TryGetValue(route, out var pool))
            {
#pragma warning disable CA2000 // the pool owns it
                pool = new Pool(new HttpMessageInvoker(create(route), disposeHandler: true));
#pragma warning restore CA2000
                _pools.Add(route, pool);
                _sweeper ??= timeProvider.CreateTimer(static pools => ((HttpPools)pools!).Sweep(), this, IdleTime, IdleTime / 2);
            }

            pool.Users++;
            return new HttpLease(pool.Invoker, () => Release(pool));
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _sweeper?.Dispose();
            Remove(static _ => true);
        }
    }

    private void Release(Pool pool)
    {
        lock (_lock)
        {
            pool.Users--;
            pool.LastUse = timeProvider.GetTimestamp();
            pool.Order = ++_order;
            var idle = _pools.Values.Where(static other => other.Users == 0).ToList();
            if (idle.Count > MaxIdle)
            {
                var oldest = idle.MinBy(static other => other.Order);
                Remove(other => other == oldest);
            }
        }
    }

    private void Sweep()
    {
        lock (_lock)
        {
            Remove(pool => pool.Users == 0 && timeProvider.GetElapsedTime(pool.LastUse) >= IdleTime);
            if (_pools.Count == 0)
            {
                _sweeper?.Dispose();
                _sweeper = null;
            }
        }
    }

    private void Remove(Func<Pool, bool> isOver)
    {
        foreach (var (route, pool) in _pools.Where(pair => isOver(pair.Value)).ToList())
        {
            _pools.Remove(route);
            pool.Invoker.Dispose();
        }
    }

    private sealed class Pool(HttpMessageInvoker invoker)
    {
        public HttpMessageInvoker Invoker => invoker;

        public int Users { get; set; }

        public long LastUse { get; set; }

        /// <summary>Of the last uses: a clock can stand still.</summary>
        public long Order { get; set; }
    }
}

using System.Collections.Concurrent;

namespace FastDataOperator.Probes;

/// <summary>Whether all loops still move: what <c>/healthz</c> answers, so that the kubelet restarts a process that is stuck.</summary>
internal sealed class Liveness(TimeProvider timeProvider)
{
    private readonly ConcurrentDictionary<string, Heartbeat> _heartbeats = new(StringComparer.Ordinal);

    /// <summary>A loop that promises a sign at least this often, from now on. The same name again takes the place of the first.</summary>
    public Heartbeat Register(string name, TimeSpan limit)
    {
        var heartbeat = new Heartbeat(name, limit, timeProvider);
        _heartbeats[name] = heartbeat;
        return heartbeat;
    }

    /// <summary>A loop that knows itself how long it has been silent.</summary>
    public Heartbeat Register(string name, TimeSpan limit, Func<TimeSpan> silence)
    {
        var heartbeat = new Heartbeat(name, limit, timeProvider, silence);
        _heartbeats[name] = heartbeat;
        return heartbeat;
    }

    /// <summary>The loop has ended as it should.</summary>
    public void Remove(Heartbeat heartbeat) => _heartbeats.TryRemove(new(heartbeat.Name, heartbeat));

    /// <summary>In order of name.</summary>
    public IReadOnlyList<Heartbeat> Stuck => [.. _heartbeats.Values.Where(heartbeat => !heartbeat.IsAlive).OrderBy(heartbeat => heartbeat.Name, StringComparer.Ordinal)];
}

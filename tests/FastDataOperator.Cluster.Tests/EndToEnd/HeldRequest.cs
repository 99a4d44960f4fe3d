using FastDataOperator.Testing;
using FastDataOperator.Testing.Clusters;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>The first request of a kind that comes by a proxy, which waits there until the test lets it go. Those after it pass.</summary>
internal sealed class HeldRequest
{
    private readonly TaskCompletionSource<ProxiedRequest> _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ProxyVerdict> _verdict = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _kind;
    private int _seen;

    private HeldRequest(string kind) => _kind = kind;

    public static HeldRequest Of(RecordingProxy proxy, string kind, Moment moment)
    {
        var held = new HeldRequest(kind);
        if (moment is Moment.BeforeTheServer)
        {
            proxy.BeforeForwarding = held.AtAsync;
        }
        else
        {
            proxy.BeforeAnswering = held.AtAsync;
        }

        return held;
    }

    /// <summary>Waits until it has come.</summary>
    public Task<ProxiedRequest> ComeAsync(Func<string> state, CancellationToken cancellationToken) => Patience.ForAsync(_held.Task, $"{_kind} had not come", state, cancellationToken);

    /// <summary>Lets it go on.</summary>
    public void Release() => _verdict.TrySetResult(ProxyVerdict.Pass);

    /// <summary>Breaks its connection.</summary>
    public void Break() => _verdict.TrySetResult(ProxyVerdict.Reset);

    private Task<ProxyVerdict> AtAsync(ProxiedRequest request)
    {
        if (request.Kind != _kind || Interlocked.Increment(ref _seen) > 1)
        {
            return Task.FromResult(ProxyVerdict.Pass);
        }

        _held.SetResult(request);
        return _verdict.Task;
    }
}

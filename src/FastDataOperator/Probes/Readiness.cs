namespace FastDataOperator.Probes;

/// <summary>Whether the process does its part: what <c>/readyz</c> answers. Standing by for the leader is a part; leading without having listed
/// the objects is none.</summary>
internal sealed class Readiness
{
    private volatile State _state = new(IsReady: false, "starting");

    public bool IsReady => _state.IsReady;

    /// <summary>What it does or waits for, for the probe's answer.</summary>
    public string What => _state.What;

    /// <param name="what">What it does: <c>standing by</c>, <c>leading</c>.</param>
    public void Ready(string what) => _state = new State(IsReady: true, what);

    /// <param name="what">What it waits for.</param>
    public void NotReady(string what) => _state = new State(IsReady: false, what);

    private sealed record State(bool IsReady, string What);
}

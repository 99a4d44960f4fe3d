using System.Text;
using FastDataOperator.Testing.Clusters;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>Sees every request that operators make for one import, by way of two proxies, and springs at one of them.</summary>
internal sealed class StepTrap
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ProxiedRequest, Step> _steps = [];
    private string _import = "";
    private (Step Step, Moment Moment, Func<Task<ProxyVerdict>> Spring)? _armed;
    private TaskCompletionSource _sprung = new();

    public StepTrap(RecordingProxy api, RecordingProxy git)
    {
        foreach (var proxy in new[] { api, git })
        {
            proxy.BeforeForwarding = request => AtAsync(request, Moment.BeforeTheServer);
            proxy.BeforeAnswering = request => AtAsync(request, Moment.BeforeTheAnswer);
        }
    }

    /// <summary>The requests for the import so far, in the order in which they came.</summary>
    public IReadOnlyList<Step> Steps
    {
        get
        {
            lock (_lock)
            {
                return [.. _steps.Values];
            }
        }
    }

    /// <summary>Counts from now on the requests for this import: those that name it.</summary>
    public void Follow(string import)
    {
        lock (_lock)
        {
            _steps.Clear();
            _import = import;
            _armed = null;
        }
    }

    /// <summary>Follows an import and runs <paramref name="spring"/>, once, when the step comes; what it returns becomes of the request.</summary>
    /// <returns>Completes when <paramref name="spring"/> has.</returns>
    public Task Arm(string import, Step step, Moment moment, Func<Task<ProxyVerdict>> spring)
    {
        lock (_lock)
        {
            Follow(import);
            _armed = (step, moment, spring);
            _sprung = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _sprung.Task;
        }
    }

    private async Task<ProxyVerdict> AtAsync(ProxiedRequest request, Moment moment)
    {
        Func<Task<ProxyVerdict>> spring;
        TaskCompletionSource sprung;
        lock (_lock)
        {
            if (moment == Moment.BeforeTheServer && IsOfImport(request))
            {
                var side = request.Path.Contains("-source.git/", StringComparison.Ordinal) ? "source" : request.Path.Contains("-destination.git/", StringComparison.Ordinal) ? "destination" : "";
                _steps.Add(request, new Step(request.Kind, side, _steps.Values.Count(step => step.Kind == request.Kind && step.Side == side) + 1));
            }

            if (_armed is not { } armed || armed.Moment != moment || !_steps.TryGetValue(request, out var at) || at != armed.Step)
            {
                return ProxyVerdict.Pass;
            }

            (spring, sprung, _armed) = (armed.Spring, _sprung, null);
        }

        try
        {
            var verdict = await spring();
            sprung.SetResult();
            return verdict;
        }
        catch (Exception exception)
        {
            sprung.SetException(exception);
            throw;
        }
    }

    private bool IsOfImport(ProxiedRequest request) =>
        _import.Length > 0 && !request.Kind.EndsWith(" leases", StringComparison.Ordinal)
        && (request.Path.Contains(_import, StringComparison.Ordinal) || (request.Kind == "create events" && Encoding.UTF8.GetString(request.Body.Span).Contains(_import, StringComparison.Ordinal)));
}

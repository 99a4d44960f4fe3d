using System.Diagnostics.Metrics;
using FastDataOperator.Api;
using Microsoft.Extensions.Logging;

namespace FastDataOperator.Leadership;

/// <summary>What an elector tells operators: log lines, and controller-runtime's <c>leader_election_master_status</c> (1 while leading).</summary>
internal sealed class LeadershipSignals
{
    private readonly ILogger _logger;
    private readonly LeaseClaim _claim;
    private volatile LeadershipTerm? _term;
    private string? _holder;

    public LeadershipSignals(LeaseClaim claim, ILogger logger, Meter meter)
    {
        _logger = logger;
        _claim = claim;
        KeyValuePair<string, object?>[] labels = [new("name", claim.Lease.Name)];
        meter.CreateObservableGauge(
            "leader_election_master_status",
            () => new Measurement<int>(_term?.IsCurrent is true ? 1 : 0, labels),
            description: "1 while this process leads, 0 while it waits.");
    }

    /// <summary>Told of each look at the Lease of another what it says of <see cref="LeaseClaim.Address"/>.</summary>
    public Action<string?> Following { get; init; } = static _ => { };

    /// <summary>Says who leads, once per holder.</summary>
    public void Waiting(string holder, string? address)
    {
        Following(address);
        if (_holder != holder)
        {
            _holder = holder;
            _logger.LeadershipWaiting(_claim.Lease, holder);
        }
    }

    public void Acquired(LeadershipTerm term)
    {
        _term = term;
        _holder = null;
        _logger.LeadershipAcquired(_claim.Lease, _claim.Identity);
    }

    public void RequestFailed(Exception exception) => _logger.LeaseRequestFailed(_claim.Lease, ApiFailure.Describe(exception));

    public void LostTo(string holder) => _logger.LeadershipLost(_claim.Lease, $"the Lease is held by {(holder.Length == 0 ? "nobody" : holder)}");

    public void LostByDeadline() => _logger.LeadershipLost(_claim.Lease, $"it could not be renewed for {_claim.RenewDeadline.TotalSeconds} s");

    public void Released() => _logger.LeadershipReleased(_claim.Lease);

    public void NotReleased(Exception exception) => _logger.LeadershipNotReleased(_claim.Lease, ApiFailure.Describe(exception), _claim.LeaseDuration);
}

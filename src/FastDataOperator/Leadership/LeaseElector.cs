using System.Diagnostics;
using k8s;

namespace FastDataOperator.Leadership;

/// <summary>Competes for a Lease, leads while it holds it, and competes again when it was lost.</summary>
/// <remarks>KubernetesClient's own elector goes on renewing for nobody after it gave up, and does not release: hence this one.
/// A term survives an outage of the API server that is shorter than the renew deadline; a longer one ends it, on this process's own clock.</remarks>
/// <param name="chance">Even between 0 and 1.</param>
internal sealed class LeaseElector(IKubernetes client, LeaseClaim claim, LeadershipSignals signals, TimeProvider timeProvider, Func<double> chance)
{
    private readonly LeaseHandle _lease = new(client, claim, timeProvider);

    /// <summary>Runs until <paramref name="stop"/>, or until <paramref name="lead"/> returns by itself; then releases the Lease. What
    /// <paramref name="lead"/> throws comes out of here, after the Lease is released.</summary>
    /// <param name="lead">Must return soon after <see cref="LeadershipTerm.Lost"/> (until it does, this process does not compete again) and after
    /// <see cref="LeadershipTerm.Ending"/> (until it does, the Lease is kept). How long either may take is up to the caller.</param>
    public async Task RunAsync(Func<LeadershipTerm, Task> lead, CancellationToken stop)
    {
        while (await AcquireAsync(stop) is { } ours)
        {
            using var term = new LeadershipTerm(timeProvider, claim.RenewDeadline, ours.Since);
            var isLost = await LeadAsync(term, lead, stop);
            if (!isLost || stop.IsCancellationRequested)
            {
                break;
            }
        }

        if (_lease.MayBeOurs)
        {
            await ReleaseAsync();
        }
    }

    /// <returns><see langword="null"/> when stopped.</returns>
    private async Task<LeaseAnswer.Ours?> AcquireAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                switch (await _lease.TakeAsync(stop))
                {
                    case LeaseAnswer.Ours ours:
                        return ours;
                    case LeaseAnswer.Theirs theirs:
                        signals.Waiting(theirs.Holder, theirs.Address);
                        break;
                    case LeaseAnswer.Raced:
                        break;
                    default:
                        throw new UnreachableException();
                }

                await Task.Delay(Jittered(claim.RetryPeriod), timeProvider, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception) when (exception is not (OutOfMemoryException or UnreachableException))
            {
                signals.RequestFailed(exception);
                await Task.Delay(Jittered(claim.RetryPeriod), timeProvider, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return null;
    }

    /// <returns>Whether the term was lost. Otherwise the Lease is still ours, and nobody leads any more.</returns>
    private async Task<bool> LeadAsync(LeadershipTerm term, Func<LeadershipTerm, Task> lead, CancellationToken stop)
    {
        signals.Acquired(term);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(term.Lost);
        var leading = Task.Run(() => LeadUntilEndAsync(term, lead, enough.CancelAsync), CancellationToken.None);
        await using (stop.Register(term.Wind))
        {
            await RenewAsync(term, enough.Token);
        }

        var isLost = !term.IsCurrent;
        try
        {
            await leading;
        }
        catch (OperationCanceledException) when (term.Ending.IsCancellationRequested || stop.IsCancellationRequested)
        {
            // As it was asked to.
        }
        catch (Exception) when (_lease.MayBeOurs)
        {
            term.End();
            await ReleaseAsync();
            throw;
        }

        // Before the release: whoever kept the term must not write once others may.
        term.End();
        return isLost;
    }

    private static async Task LeadUntilEndAsync(LeadershipTerm term, Func<LeadershipTerm, Task> lead, Func<Task> ended)
    {
        try
        {
            await lead(term);
        }
        finally
        {
            await ended();
        }
    }

    /// <summary>Gives signs of life until the term is over or nobody leads any more.</summary>
    private async Task RenewAsync(LeadershipTerm term, CancellationToken enough)
    {
        var pause = claim.RetryPeriod;
        var isHeldByOthers = false;
        while (!enough.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Jittered(pause), timeProvider, enough);
                pause = claim.RetryPeriod;
                switch (await _lease.RenewAsync(enough))
                {
                    case LeaseAnswer.Ours ours:
                        term.TryRenew(ours.Since);
                        break;
                    case LeaseAnswer.Theirs theirs:
                        isHeldByOthers = true;
                        term.End();
                        signals.LostTo(theirs.Holder);
                        break;
                    case LeaseAnswer.Raced:
                        pause = claim.RetryPeriod / 5;
                        break;
                    default:
                        throw new UnreachableException();
                }
            }
            catch (OperationCanceledException) when (enough.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception) when (exception is not (OutOfMemoryException or UnreachableException))
            {
                // Sooner than usual: an outage that ends just before the deadline is to be survived.
                pause = claim.RetryPeriod / 5;
                signals.RequestFailed(exception);
            }
        }

        if (term.Lost.IsCancellationRequested && !isHeldByOthers)
        {
            signals.LostByDeadline();
        }
    }

    /// <summary>Best effort, and bounded by the handle's own timeouts: if it fails, the others wait for the Lease to run out.</summary>
    private async Task ReleaseAsync()
    {
        try
        {
            if (await _lease.ReleaseAsync(CancellationToken.None))
            {
                signals.Released();
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            signals.NotReleased(exception);
        }
    }

    /// <summary>Up to a fifth longer, so that candidates do not ask in step.</summary>
    private TimeSpan Jittered(TimeSpan period) => period * (1 + (chance() / 5));
}

using System.Net;
using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using k8s;
using k8s.Models;

namespace FastDataOperator.Leadership;

/// <summary>The wall around the Lease's calls: takes, renews and releases it, always on the version that was read (client-go's <c>leaderelection</c>).</summary>
/// <remarks>Whether another holder is alive is judged by how long this process has seen no change of the Lease: clocks of different
/// machines are never compared. Not safe for threads.</remarks>
internal sealed class LeaseHandle(IKubernetes client, LeaseClaim claim, TimeProvider timeProvider)
{
    private const string AddressAnnotation = FastDataImport.Group + "/webhook-address";

    /// <summary>The newest state that was read or written.</summary>
    private V1Lease? _known;

    private V1LeaseSpec? _observed;
    private long _observedAt;

    /// <summary>Whether the server may hold the Lease as ours: also after a write whose answer was lost.</summary>
    public bool MayBeOurs { get; private set; }

    /// <summary>Takes the Lease if it is free, abandoned or ours already.</summary>
    /// <exception cref="TimeoutException">The API server did not answer within the retry period; whether it wrote is unknown.</exception>
    public async Task<LeaseAnswer> TakeAsync(CancellationToken cancellationToken)
    {
        var lease = await ReadAsync(cancellationToken);
        if (lease is null)
        {
            return await CreateAsync(cancellationToken);
        }

        Observe(lease);
        if (lease.Spec?.HolderIdentity is { Length: > 0 } holder && holder != claim.Identity && !IsAbandoned(lease.Spec))
        {
            MayBeOurs = false;
            return new LeaseAnswer.Theirs(holder, AddressOf(lease));
        }

        return await ReplaceAsync(lease, cancellationToken);
    }

    /// <summary>Gives a sign of life. The Lease must have been ours.</summary>
    /// <inheritdoc cref="TakeAsync"/>
    public async Task<LeaseAnswer> RenewAsync(CancellationToken cancellationToken)
    {
        // The version that we wrote last saves a request in almost every case.
        if (_known is { } known && await ReplaceAsync(known, cancellationToken) is LeaseAnswer.Ours ours)
        {
            return ours;
        }

        var lease = await ReadAsync(cancellationToken);
        if (lease is null)
        {
            return await CreateAsync(cancellationToken);
        }

        // Even a Lease that was given back is not ours any more: somebody else may have led in between.
        var holder = lease.Spec?.HolderIdentity ?? "";
        if (holder == claim.Identity)
        {
            return await ReplaceAsync(lease, cancellationToken);
        }

        MayBeOurs = false;
        return new LeaseAnswer.Theirs(holder, AddressOf(lease));
    }

    /// <summary>Gives the Lease back at once, if it is still ours.</summary>
    /// <returns>Whether it was.</returns>
    /// <inheritdoc cref="TakeAsync"/>
    public async Task<bool> ReleaseAsync(CancellationToken cancellationToken)
    {
        // Once more if somebody wrote in between: that may have been a renewal of our own whose answer nobody waited for.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var lease = await ReadAsync(cancellationToken);
            if (lease?.Spec?.HolderIdentity != claim.Identity)
            {
                break;
            }

            var now = Now;
            lease.Spec.HolderIdentity = "";
            lease.Spec.LeaseDurationSeconds = 1;
            lease.Spec.AcquireTime = now;
            lease.Spec.RenewTime = now;
            if (await CallAsync(HttpStatusCode.Conflict, token => ReplaceCallAsync(lease, token), cancellationToken) is not null)
            {
                MayBeOurs = false;
                _known = null;
                return true;
            }
        }

        MayBeOurs = false;
        return false;
    }

    /// <summary>The server wants six digits of a second (Go's <c>MicroTime</c>), and KubernetesClient writes none where all are nought:
    /// a tenth of a microsecond, which is not written, makes it write them.</summary>
    private static DateTime? SixDigits(DateTime? time) => time is { } some && some.Ticks % TimeSpan.TicksPerSecond == 0 ? some.AddTicks(1) : time;

    private DateTime? Now => SixDigits(timeProvider.GetUtcNow().UtcDateTime);

    private Task<V1Lease> ReplaceCallAsync(V1Lease lease, CancellationToken cancellationToken) =>
        client.CoordinationV1.ReplaceNamespacedLeaseAsync(lease, claim.Lease.Name, claim.Lease.Namespace, cancellationToken: cancellationToken);

    private Task<V1Lease?> ReadAsync(CancellationToken cancellationToken) => CallAsync(
        HttpStatusCode.NotFound,
        token => client.CoordinationV1.ReadNamespacedLeaseAsync(claim.Lease.Name, claim.Lease.Namespace, cancellationToken: token),
        cancellationToken);

    private async Task<LeaseAnswer> CreateAsync(CancellationToken cancellationToken)
    {
        var since = timeProvider.GetTimestamp();
        var lease = new V1Lease
        {
            ApiVersion = $"{V1Lease.KubeGroup}/{V1Lease.KubeApiVersion}",
            Kind = V1Lease.KubeKind,
            Metadata = new V1ObjectMeta { Name = claim.Lease.Name, NamespaceProperty = claim.Lease.Namespace, Annotations = OurAnnotations(before: null) },
            Spec = OurSpec(before: null),
        };
        return await WriteAsync(token => client.CoordinationV1.CreateNamespacedLeaseAsync(lease, claim.Lease.Namespace, cancellationToken: token), since, cancellationToken);
    }

    private async Task<LeaseAnswer> ReplaceAsync(V1Lease lease, CancellationToken cancellationToken)
    {
        // What is written is a copy: if the answer is lost, what was read stays what was read.
        var since = timeProvider.GetTimestamp();
        lease.Metadata.Annotations = OurAnnotations(lease.Metadata.Annotations);
        var ours = new V1Lease { ApiVersion = lease.ApiVersion, Kind = lease.Kind, Metadata = lease.Metadata, Spec = OurSpec(lease.Spec) };
        return await WriteAsync(token => ReplaceCallAsync(ours, token), since, cancellationToken);
    }

    private async Task<LeaseAnswer> WriteAsync(Func<CancellationToken, Task<V1Lease>> write, long since, CancellationToken cancellationToken)
    {
        _known = null;
        MayBeOurs = true;
        _known = await CallAsync(HttpStatusCode.Conflict, write, cancellationToken);
        return _known is null ? new LeaseAnswer.Raced() : new LeaseAnswer.Ours(since);
    }

    private static string? AddressOf(V1Lease lease) => lease.Metadata.Annotations?.TryGetValue(AddressAnnotation, out var address) is true ? address : null;

    /// <summary>Those of others stay; an address that is not ours goes.</summary>
    private Dictionary<string, string>? OurAnnotations(IDictionary<string, string>? before)
    {
        var annotations = before is null ? [] : new Dictionary<string, string>(before);
        annotations.Remove(AddressAnnotation);
        if (claim.Address is not null)
        {
            annotations[AddressAnnotation] = claim.Address;
        }

        return annotations.Count == 0 ? null : annotations;
    }

    private V1LeaseSpec OurSpec(V1LeaseSpec? before)
    {
        var now = Now;
        var wasOurs = before?.HolderIdentity == claim.Identity;
        return new V1LeaseSpec
        {
            HolderIdentity = claim.Identity,
            LeaseDurationSeconds = (int)Math.Ceiling(claim.LeaseDuration.TotalSeconds),
            AcquireTime = wasOurs ? SixDigits(before!.AcquireTime) : now,
            RenewTime = now,
            LeaseTransitions = before is null ? 0 : (before.LeaseTransitions ?? 0) + (wasOurs ? 0 : 1),
        };
    }

    private void Observe(V1Lease lease)
    {
        var (seen, now) = (_observed, lease.Spec);
        if (seen is null || now is null || seen.HolderIdentity != now.HolderIdentity || seen.RenewTime != now.RenewTime
            || seen.AcquireTime != now.AcquireTime || seen.LeaseTransitions != now.LeaseTransitions || seen.LeaseDurationSeconds != now.LeaseDurationSeconds)
        {
            _observed = now;
            _observedAt = timeProvider.GetTimestamp();
        }
    }

    /// <summary>The holder's own duration counts, which may come from other settings.</summary>
    private bool IsAbandoned(V1LeaseSpec spec)
    {
        var duration = spec.LeaseDurationSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : claim.LeaseDuration;
        return timeProvider.GetElapsedTime(_observedAt) >= duration;
    }

    /// <summary>Makes one call, which ends after the retry period even if KubernetesClient does not (it reads the body of a refusal without a token).</summary>
    /// <returns><see langword="null"/> if the server answered <paramref name="expected"/>.</returns>
    private async Task<V1Lease?> CallAsync(HttpStatusCode expected, Func<CancellationToken, Task<V1Lease>> call, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(claim.RetryPeriod, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await call(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"the API server did not answer within {claim.RetryPeriod.TotalSeconds} s");
        }
        catch (Exception exception) when (ApiFailure.Is(exception, expected))
        {
            return null;
        }
    }
}

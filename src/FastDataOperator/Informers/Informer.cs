using System.Net;
using System.Text.Json;
using FastDataOperator.Api;
using k8s;

namespace FastDataOperator.Informers;

/// <summary>Keeps a store equal to what the API server has: lists once, then watches from the list's version, for ever.</summary>
/// <remarks>
/// Every way in which a watch ends leads back to a watch from the last version that was seen, except an expired version (410) and
/// <see cref="MostFailures"/> failures in a row, which lead back to a list. What was deleted while nobody watched is found by comparing.
/// </remarks>
/// <typeparam name="TResource">What the API server sends.</typeparam>
/// <typeparam name="TItem">What is kept of it.</typeparam>
/// <param name="read">Reads a resource. If it throws, the object's previous state is kept.</param>
/// <param name="chance">Even between 0 and 1.</param>
internal sealed class Informer<TResource, TItem>(
    ObjectCollection collection,
    Func<TResource, TItem> read,
    ObjectStore<TItem> store,
    InformerSignals signals,
    TimeProvider timeProvider,
    Func<double> chance)
    where TItem : class, ICachedObject
{
    /// <summary>How many watches in a row may fail before the next one starts with a list.</summary>
    public const int MostFailures = 3;

    private static readonly TimeSpan ShortestWatch = TimeSpan.FromSeconds(240);
    private static readonly TimeSpan LongestWatch = TimeSpan.FromSeconds(300);

    /// <summary>How much longer than the server's own timeout the client waits, from event to event.</summary>
    private static readonly TimeSpan WatchdogSlack = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>A server that asks for more has a clock that cannot be trusted, or is a proxy that does not know better.</summary>
    private static readonly TimeSpan LongestAskedFor = TimeSpan.FromMinutes(4);

    /// <summary>The most time a healthy informer lets pass without progress: it waits longer for nothing
    /// than for a watch's watchdog.</summary>
    public static readonly TimeSpan LongestSilence = LongestWatch + WatchdogSlack + LongestPause;

    /// <summary>What lives shorter and brings nothing is no watch: pauses grow.</summary>
    private static readonly TimeSpan LifeOfAWatch = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _progress = timeProvider.GetTimestamp();

    /// <summary>Where the next watch starts; <see langword="null"/>: with a list.</summary>
    private string? _resourceVersion;

    /// <summary>The last version that any list or watch told.</summary>
    private string? _newest;

    private int _failures;
    private int _fruitlessRounds;

    /// <summary>Completes when the store holds the first complete list.</summary>
    public Task Synced => _synced.Task;

    /// <summary>How long ago anything came (an event, a bookmark, a page of a list) or a new attempt began.
    /// More than <see cref="LongestSilence"/>: it is stuck.</summary>
    public TimeSpan SinceProgress => timeProvider.GetElapsedTime(Interlocked.Read(ref _progress));

    /// <summary>Runs until cancelled; no fault of the API server or the network ends it.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var pause = await RoundAsync(cancellationToken);
                await Task.Delay(pause, timeProvider, cancellationToken);
            }
        }
        finally
        {
            _synced.TrySetCanceled(cancellationToken);
        }
    }

    /// <summary>One watch, after a list if one is needed.</summary>
    /// <returns>How long to stay away.</returns>
    private async Task<TimeSpan> RoundAsync(CancellationToken cancellationToken)
    {
        Progressed();
        var start = timeProvider.GetTimestamp();
        _fruitlessRounds++;
        try
        {
            _resourceVersion ??= await ListAsync(cancellationToken);
            await WatchAsync(_resourceVersion, cancellationToken);
            _failures = 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception) when (_resourceVersion is { } expired && ApiFailure.Is(exception, HttpStatusCode.Gone))
        {
            signals.Expired(collection.Scope, expired);
            _resourceVersion = null;
            _failures = 0;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            if (++_failures >= MostFailures)
            {
                _resourceVersion = null;
                _failures = 0;
            }

            var pause = Pause(ApiFailure.RetryAfter(exception, timeProvider.GetUtcNow()));
            signals.Failed(collection.Scope, exception, pause);
            return pause;
        }

        if (timeProvider.GetElapsedTime(start) >= LifeOfAWatch)
        {
            _fruitlessRounds = 0;
        }

        return Pause(askedFor: null);
    }

    /// <summary>Reads all pages, then removes from the store what none of them had.</summary>
    /// <returns>The list's version.</returns>
    private async Task<string> ListAsync(CancellationToken cancellationToken)
    {
        var listed = new HashSet<ObjectKey>();
        var first = await collection.ListAsync(continuation: null, cancellationToken);
        var version = first.ResourceVersion;

        // A list that was agreed by a quorum is never older than what a watch told, unless the storage went back in time. Versions then say nothing
        // about what is newer, and a store that waits for higher ones would stay with the past.
        if (_newest is { } newest && ResourceVersions.IsNewer(newest, version))
        {
            signals.Rewound(collection.Scope, version, newest);
            RemoveAllBut([]);
        }

        for (var page = first; ; page = await collection.ListAsync(page.Continuation, cancellationToken))
        {
            Progressed();
            foreach (var item in page.Items)
            {
                var (key, _) = MetadataOf(item);
                if (key is { } known)
                {
                    listed.Add(known);
                }

                Take(item);
            }

            if (page.Continuation is null)
            {
                break;
            }
        }

        RemoveAllBut(listed);
        _newest = version;
        signals.Listed(collection.Scope, listed.Count, version);
        _synced.TrySetResult();
        return version;
    }

    private async Task WatchAsync(string resourceVersion, CancellationToken cancellationToken)
    {
        var serverTimeout = TimeSpan.FromSeconds(Math.Floor(ShortestWatch.TotalSeconds + (chance() * (LongestWatch - ShortestWatch).TotalSeconds)));
        using var watchdog = new CancellationTokenSource(serverTimeout + WatchdogSlack, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(watchdog.Token, cancellationToken);
        try
        {
            await foreach (var (type, item) in collection.WatchAsync(resourceVersion, serverTimeout, exception => signals.Unreadable(key: null, exception), either.Token))
            {
                watchdog.CancelAfter(serverTimeout + WatchdogSlack);
                Progressed();
                _failures = 0;
                _fruitlessRounds = 0;
                Apply(type, item);
            }
        }
        catch (HttpRequestException exception) when (exception.InnerException is EndOfStreamException)
        {
            // Nothing happened until the server's timeout: KubernetesClient waits for a first line, and takes its absence for a fault.
        }
        catch (OperationCanceledException) when (watchdog.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            signals.Silent(collection.Scope, _resourceVersion ?? resourceVersion);
        }
    }

    private void Apply(WatchEventType type, JsonElement item)
    {
        var (key, version) = MetadataOf(item);
        switch (type)
        {
            case WatchEventType.Added or WatchEventType.Modified:
                Take(item);
                break;
            case WatchEventType.Deleted when key is { } deleted:
                store.Remove(deleted);
                break;
        }

        // Only now: a handler that fails has not seen the event, and gets it again.
        if (version is not null)
        {
            _resourceVersion = _newest = version;
        }
    }

    private void Take(JsonElement item)
    {
        TItem taken;
        try
        {
            taken = read(KubernetesJson.Deserialize<TResource>(item));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            signals.Unreadable(MetadataOf(item).Key, exception);
            return;
        }

        store.Upsert(taken);
    }

    private void RemoveAllBut(HashSet<ObjectKey> listed)
    {
        foreach (var item in store.Items.Where(item => collection.Scope.Namespace is not { } own || item.Key.Namespace == own))
        {
            if (!listed.Contains(item.Key))
            {
                store.Remove(item.Key);
            }
        }
    }

    /// <summary>What even an object that cannot be read says.</summary>
    private static (ObjectKey? Key, string? ResourceVersion) MetadataOf(JsonElement item)
    {
        if (item.ValueKind is not JsonValueKind.Object || !item.TryGetProperty("metadata", out var metadata) || metadata.ValueKind is not JsonValueKind.Object)
        {
            return (null, null);
        }

        var name = TextOf(metadata, "name");
        return (name is null ? null : new ObjectKey(TextOf(metadata, "namespace") ?? "", name), TextOf(metadata, "resourceVersion"));
    }

    private static string? TextOf(JsonElement metadata, string name) =>
        metadata.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    /// <summary>Doubles from round to round while none brings anything. A server that asks for more gets it, and a little more, so that not all clients return at once.</summary>
    private TimeSpan Pause(TimeSpan? askedFor)
    {
        var doubled = ShortestPause * Math.Pow(2, Math.Clamp(_fruitlessRounds, 1, 10));
        var pause = (doubled < LongestPause ? doubled : LongestPause) * (1 - (chance() / 2));
        return askedFor is { } asked && asked > pause ? (asked < LongestAskedFor ? asked : LongestAskedFor) * (1 + (chance() / 5)) : pause;
    }

    private void Progressed() => Interlocked.Exchange(ref _progress, timeProvider.GetTimestamp());
}

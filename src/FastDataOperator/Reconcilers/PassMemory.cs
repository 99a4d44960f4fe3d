using System.Collections.Concurrent;
using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;

namespace FastDataOperator.Reconcilers;

/// <summary>What is remembered of each import between passes. All of it can be lost: then a pass does more than it had to, and ends the same.</summary>
internal sealed class PassMemory(TimeProvider timeProvider)
{
    private readonly ConcurrentDictionary<ObjectKey, Remembered> _imports = new();

    /// <summary>Looks that began before this count no more: somebody changed or asked for something.</summary>
    public void RequireFresh(ObjectKey key) => _imports.GetOrAdd(key, static _ => new Remembered()).FreshFrom = timeProvider.GetTimestamp();

    /// <summary>When looks for a pass that begins now must have begun, as a timestamp: no longer ago than the interval, nor before the last
    /// <see cref="RequireFresh"/>.</summary>
    public long NotBefore(ObjectKey key, TimeSpan interval) =>
        Math.Max(_imports.GetOrAdd(key, static _ => new Remembered()).FreshFrom, timeProvider.GetTimestamp() - (long)(interval.TotalSeconds * timeProvider.TimestampFrequency));

    /// <summary>The inputs of the last pass whose outcome lasts; <see langword="null"/> where there was none.</summary>
    public PassInputs? Settled(ObjectKey key) => _imports.TryGetValue(key, out var remembered) ? remembered.Settled : null;

    public void Settle(ObjectKey key, PassInputs? inputs) => _imports.GetOrAdd(key, static _ => new Remembered()).Settled = inputs;

    /// <summary>An outcome that the API server could not be told, and the object that it is of.</summary>
    public (ImportObject Import, PassOutcome Outcome)? Untold(ObjectKey key) => _imports.TryGetValue(key, out var remembered) ? remembered.Untold : null;

    public void KeepUntold(ObjectKey key, (ImportObject, PassOutcome)? untold) => _imports.GetOrAdd(key, static _ => new Remembered()).Untold = untold;

    public void Forget(ObjectKey key) => _imports.TryRemove(key, out _);

    private sealed class Remembered
    {
        public long FreshFrom { get; set; } = long.MinValue;

        public PassInputs? Settled { get; set; }

        public (ImportObject, PassOutcome)? Untold { get; set; }
    }
}

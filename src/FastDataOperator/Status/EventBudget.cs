namespace FastDataOperator.Status;

/// <summary>How many events of one object are told: 25 at once and one more every five minutes, as client-go's spam filter has it.</summary>
internal sealed class EventBudget(TimeProvider timeProvider)
{
    private const int Burst = 25;
    private const int MostObjects = 10_000;
    private static readonly TimeSpan s_refill = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (double Left, long At)> _objects = new(StringComparer.Ordinal);

    public bool TryTake(string uid)
    {
        lock (_gate)
        {
            if (_objects.Count > MostObjects)
            {
                _objects.Clear();
            }

            var now = timeProvider.GetTimestamp();
            var (left, at) = _objects.GetValueOrDefault(uid, (Burst, now));
            left = Math.Min(Burst, left + (timeProvider.GetElapsedTime(at, now) / s_refill));
            _objects[uid] = (left >= 1 ? left - 1 : left, now);
            return left >= 1;
        }
    }
}

using System.Buffers;
using System.Globalization;

namespace FastDataOperator.Manifests;

/// <summary>Durations as Go and Kubernetes write them: <c>10m</c>, <c>1h30m</c>, <c>1.5s</c>, <c>500ms</c>.</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> s_amount = SearchValues.Create("0123456789.");
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(366);

    /// <summary>False for anything else, for negative ones and for those beyond a year.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (text == "0")
        {
            return true;
        }

        var rest = text.AsSpan();
        var total = 0d;
        if (rest.Length is 0 or > 64)
        {
            return false;
        }

        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExcept(s_amount);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            {
                return false;
            }

            rest = rest[digits..];
            var letters = rest.IndexOfAny(s_amount);
            var unit = letters < 0 ? rest : rest[..letters];
            rest = rest[unit.Length..];
            double seconds = unit switch
            {
                "h" => 3600,
                "m" => 60,
                "s" => 1,
                "ms" => 1e-3,
                "us" or "µs" => 1e-6,
                "ns" => 1e-9,
                _ => double.NaN,
            };
            total += amount * seconds;
        }

        if (!(total <= s_longest.TotalSeconds))
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(total);
        return true;
    }

    /// <summary>A duration in whole units, as <see cref="TryParse"/> reads it: <c>5m</c>, <c>1h30m</c>, <c>500ms</c>.</summary>
    public static string Write(TimeSpan duration)
    {
        var parts = string.Concat(
            Part((long)duration.TotalHours, "h"),
            Part(duration.Minutes, "m"),
            Part(duration.Seconds, "s"),
            Part(duration.Milliseconds, "ms"));
        return parts.Length == 0 ? "0s" : parts;

        static string Part(long amount, string unit) => amount == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{amount}{unit}");
    }
}

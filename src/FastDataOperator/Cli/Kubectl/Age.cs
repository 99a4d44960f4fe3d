using System.Globalization;

namespace FastDataOperator.Cli.Kubectl;

/// <summary>How long ago something was, in the two units that kubectl would take: <c>95s</c>, <c>5m30s</c>, <c>26h</c>, <c>400d</c>.</summary>
internal static class Age
{
    /// <returns>Empty for a time that is not known.</returns>
    public static string Of(DateTimeOffset? time, TimeProvider timeProvider) => time is { } known ? Of(timeProvider.GetUtcNow() - known) : "";

    /// <summary>As <c>HumanDuration</c> of k8s.io/apimachinery. What lies in the future, by clocks that differ, is <c>0s</c>.</summary>
    public static string Of(TimeSpan age)
    {
        var seconds = Math.Max(0, (long)age.TotalSeconds);
        var (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
        return (seconds, minutes, hours, days) switch
        {
            ( < 120, _, _, _) => Text(seconds, "s", 0, ""),
            (_, < 10, _, _) => Text(minutes, "m", seconds % 60, "s"),
            (_, < 180, _, _) => Text(minutes, "m", 0, ""),
            (_, _, < 8, _) => Text(hours, "h", minutes % 60, "m"),
            (_, _, < 48, _) => Text(hours, "h", 0, ""),
            (_, _, < 192, _) => Text(days, "d", hours % 24, "h"),
            (_, _, _, < 730) => Text(days, "d", 0, ""),
            (_, _, _, < 2920) => Text(days / 365, "y", days % 365, "d"),
            _ => Text(days / 365, "y", 0, ""),
        };
    }

    private static string Text(long large, string unit, long small, string smallUnit) =>
        string.Create(CultureInfo.InvariantCulture, $"{large}{unit}") + (small == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{small}{smallUnit}"));
}

using System.Globalization;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Reports;

namespace FastDataOperator.Status;

/// <summary>An import's conditions while a pass rewrites them. A transition time changes with the status only, as the API conventions ask.</summary>
internal sealed class ConditionSet(IReadOnlyList<ConditionStatus> before, long generation, DateTimeOffset now)
{
    public const string True = "True";
    public const string False = "False";
    public const string Unknown = "Unknown";

    /// <summary>Of a message, before what cannot be shown is escaped, which makes it up to sixteen times as long.</summary>
    private const int LongestMessage = 4000;

    /// <summary>Of a message after that: the schema allows 32,768, and a status that it refuses is told never.</summary>
    private const int LongestEscaped = 32_000;

    private static readonly string[] s_order =
    [
        ConditionType.Ready, ConditionType.Reconciling, ConditionType.Stalled, ConditionType.SourceFetched,
        ConditionType.Planned, ConditionType.Published, ConditionType.Merged, ConditionType.Drifted, ConditionType.ServicesReady,
    ];

    private readonly Dictionary<string, ConditionStatus> _conditions = before.Where(condition => condition.Type is not null).DistinctBy(condition => condition.Type).ToDictionary(condition => condition.Type, StringComparer.Ordinal);

    public void Set(string type, string status, string reason, string message)
    {
        var previous = _conditions.GetValueOrDefault(type);
        _conditions[type] = new ConditionStatus
        {
            Type = type,
            Status = status,
            Reason = reason,
            Message = PlainText.Line(PlainText.Line(message, LongestMessage), LongestEscaped),
            ObservedGeneration = generation,
            LastTransitionTime = previous?.Status == status && previous.LastTransitionTime is { } since ? since : Time(now),
        };
    }

    public void Remove(string type) => _conditions.Remove(type);

    public IReadOnlyList<ConditionStatus> ToList() =>
        [.. _conditions.Values.OrderBy(condition => Array.IndexOf(s_order, condition.Type) is var at and >= 0 ? at : s_order.Length).ThenBy(condition => condition.Type, StringComparer.Ordinal)];

    /// <summary>As the API writes times: whole seconds, UTC.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

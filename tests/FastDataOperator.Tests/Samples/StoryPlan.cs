using System.Text.Json;

namespace FastDataOperator.Tests.Samples;

/// <summary>One import of <c>plan --output json</c>.</summary>
internal sealed class StoryPlan(JsonElement import)
{
    public string Outcome => import.GetProperty("outcome").GetString()!;

    public IReadOnlyList<string> MissingServices => [.. import.GetProperty("missingServices").EnumerateArray().Select(service => service.GetString()!)];

    public IReadOnlyList<(string Reason, string Rule, string Message)> Problems => Findings("problems");

    /// <summary>All but the missing services, which have a list of their own.</summary>
    public IReadOnlyList<(string Reason, string Rule, string Message)> Warnings => [.. Findings("warnings").Where(warning => warning.Reason != "MissingService")];

    /// <summary>Resources with an action, as <c>Kind/name</c>. Default cast functions are none (C1).</summary>
    public IReadOnlyList<string> Resources(string action) => Select(change => Text(change, "action") == action);

    /// <summary>Resources that were references in the source already.</summary>
    public IReadOnlyList<string> Nested() => Select(change => change.TryGetProperty("origin", out _));

    /// <summary>The first origin's project of each of them.</summary>
    public IEnumerable<string> NestedProjects() => Changes().Where(change => change.TryGetProperty("origin", out _)).Select(change => Text(change.GetProperty("origin"), "project")!);

    /// <summary>A number of <c>counts</c>.</summary>
    public int Count(string action) => import.GetProperty("counts").GetProperty(action).GetInt32();

    private IReadOnlyList<string> Select(Func<JsonElement, bool> predicate) =>
        [.. Changes().Where(predicate).Select(change => $"{Text(change, "kind")}/{Text(change, "name")}").Order(StringComparer.Ordinal)];

    private IEnumerable<JsonElement> Changes() => import.GetProperty("changes").EnumerateArray().Where(change => Text(change, "importAs") is not null);

    private List<(string Reason, string Rule, string Message)> Findings(string member) =>
        [.. import.GetProperty(member).EnumerateArray().Select(finding => (Text(finding, "reason")!, Text(finding, "rule")!, Text(finding, "message")!))];

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}

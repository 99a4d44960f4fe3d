using FastDataOperator.Core.Findings;

namespace FastDataOperator.Configuration;

/// <summary>Settings from environment variables.</summary>
internal static class EnvironmentSettings
{
    /// <summary>Variables that begin alike and are no settings.</summary>
    private static readonly string[] s_others = ["FASTDATA_DEBUG"];

    /// <summary>The settings whose variables hold anything; an empty variable counts as absent, as charts leave them.</summary>
    public static IReadOnlyList<GivenSetting> Read(IReadOnlyDictionary<string, string> environment) =>
    [
        .. OperatorSettings.All
            .Where(setting => environment.TryGetValue(setting.Variable, out var text) && text.Length > 0)
            .Select(setting => GivenSetting.Of(setting, setting.Variable, environment[setting.Variable])),
    ];

    /// <summary>What to warn of: variables that look like settings. Not errors, because clusters put variables named after Services into every pod.</summary>
    public static IReadOnlyList<Finding> Unknown(IReadOnlyDictionary<string, string> environment)
    {
        var known = OperatorSettings.All.Select(setting => setting.Variable).ToList();
        return
        [
            .. environment.Keys
                .Where(name => name.StartsWith(Setting.VariablePrefix, StringComparison.Ordinal) && !known.Contains(name) && !s_others.Contains(name))
                .Order(StringComparer.Ordinal)
                .Select(name => new Finding
                {
                    Reason = Reason.UnknownField,
                    Rule = "usage",
                    Message = $"{name}: the variable is no setting and is not heeded",
                    Remedy = NearestNames.Of(name, known, most: 1) is [var nearest] ? $"did you mean {nearest}?" : "if the cluster put it there for a Service, set enableServiceLinks: false in the pod",
                }),
        ];
    }
}

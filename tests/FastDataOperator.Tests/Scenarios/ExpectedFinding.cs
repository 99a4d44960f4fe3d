using FastDataOperator.Core.Findings;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace FastDataOperator.Tests.Scenarios;

/// <summary>A problem or a warning as a scenario writes it down: <c>{ reason, rule, says: [ part of the message, … ] }</c>.</summary>
internal sealed class ExpectedFinding
{
    public Reason Reason { get; set; }

    public string Rule { get; set; } = "";

    /// <summary>Parts of the line that a person reads: place, message, remedy.</summary>
    public List<string> Says { get; set; } = [];

    /// <summary>What a file lists; nothing where there is no file.</summary>
    public static IReadOnlyList<ExpectedFinding> Read(string path) => !File.Exists(path) ? [] :
        new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<List<ExpectedFinding>>(File.ReadAllText(path));

    /// <summary>One for one, in order, and none besides.</summary>
    public static void AssertEqual(IReadOnlyList<ExpectedFinding> expected, IReadOnlyList<Finding> actual)
    {
        Assert.Equal(expected.Select(one => $"{one.Reason} ({one.Rule})"), actual.Select(one => $"{one.Reason} ({one.Rule})"));
        foreach (var (wanted, found) in expected.Zip(actual))
        {
            Assert.All(wanted.Says, part => Assert.Contains(part, found.ToString(), StringComparison.Ordinal));
        }
    }
}

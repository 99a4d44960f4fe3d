using System.Text;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Imports.Rules;
using FastDataOperator.Core.Tests.Building;

namespace FastDataOperator.Core.Tests.Imports;

/// <summary>F1 and F2 by example</summary>
public class LosslessEditTests
{
    private static readonly ImportRequest AsResource = Scenario.All with { ImportAs = ImportMode.Resource };

    [Theory]
    [Trait("Rule", "F1")]
    [InlineData("{\n  \"castFunctions\": {\n    \"a\": { \"x\":1.0 },\n    \"c\": {}\n  }\n}", "{\n  \"castFunctions\": {\n    \"a\": { \"x\":1.0 },\n    \"b\": {\n      \"n\": 1\n    },\n    \"c\": {}\n  }\n}")]
    [InlineData("{\n  \"castFunctions\": {\n    \"z\": {},\n    \"c\": {}\n  }\n}\n", "{\n  \"castFunctions\": {\n    \"z\": {},\n    \"c\": {},\n    \"b\": {\n      \"n\": 1\n    }\n  }\n}\n")]
    [InlineData("{\r\n\t\"castFunctions\": {}\r\n}", "{\r\n\t\"castFunctions\": {\r\n\t\t\"b\": {\r\n\t\t\t\"n\": 1\r\n\t\t}\r\n\t}\r\n}")]
    [InlineData("{\"castFunctions\":{},\"version\":\"2.2.0\"}", "{\"castFunctions\":{\"b\":{\"n\":1}},\"version\":\"2.2.0\"}")]
    [InlineData("{\"castFunctions\": {\"a\": {}, \"c\": {}}, \"version\": \"2.2.0\"}", "{\"castFunctions\": {\"a\": {}, \"b\": {\"n\": 1}, \"c\": {}}, \"version\": \"2.2.0\"}")]
    [InlineData("{}", "{\n  \"castFunctions\": {\n    \"b\": {\n      \"n\": 1\n    }\n  }\n}")]
    [InlineData("{\n  \"version\": \"2.2.0\"\n}", "{\n  \"castFunctions\": {\n    \"b\": {\n      \"n\": 1\n    }\n  },\n  \"version\": \"2.2.0\"\n}")]
    [InlineData("{\n\t\"config\" : {},\n\t\"fastDataConfig\" : {}\n}", "{\n\t\"config\" : {},\n\t\"fastDataConfig\" : {\n\t\t\"castFunctions\" : {\n\t\t\t\"b\" : {\n\t\t\t\t\"n\" : 1\n\t\t\t}\n\t\t}\n\t}\n}")]
    [InlineData("{\"config\":{},\"fastDataConfig\":{}}", "{\"config\":{},\"fastDataConfig\":{\"castFunctions\":{\"b\":{\"n\":1}}}}")]
    [InlineData("{\n    \"fastDataConfig\": {\n        \"castFunctions\": {}\n    }\n}", "{\n    \"fastDataConfig\": {\n        \"castFunctions\": {\n            \"b\": {\n                \"n\": 1\n            }\n        }\n    }\n}")]
    [InlineData("{\r\n}\r\n", "{\r\n  \"castFunctions\": {\r\n    \"b\": {\r\n      \"n\": 1\r\n    }\r\n  }\r\n}\r\n")]
    public void Plan_GivenAFilesStyle_AddsInItAndTouchesNothingElse(string destination, string expected)
    {
        var source = """{"castFunctions":{"b":{"n":1}}}"""u8.ToArray();

        Assert.Equal(expected, new Scenario { Source = source, Destination = Encoding.UTF8.GetBytes(destination), Request = AsResource }.ResultText());
    }

    [Fact]
    [Trait("Rule", "F1")]
    public void Plan_GivenNoConfigurationYet_CreatesOneAsTheConsoleWritesIt() => Assert.Equal(
        """
        {
          "systems": {},
          "castFunctions": {
            "b": {
              "n": 1
            }
          },
          "singleViews": {},
          "erSchemas": {},
          "version": "2.1.0"
        }
        """, new Scenario { Source = """{"version":"2.1.0","castFunctions":{"b":{"n":1}}}"""u8.ToArray(), Destination = null, Request = AsResource }.ResultText());

    [Fact]
    [Trait("Rule", "F2")]
    public void Plan_GivenUnknownMembers_CarriesThemThroughTokenByToken()
    {
        var destination = "{\"unknown\":[1.00,\"\\/\\u00e8\"],\"castFunctions\":{}}";
        var result = new Scenario { Source = """{"castFunctions": {"b": {"x\u003c": [-0, 1E+2, "\/"], "casting": "a\u000ab"}}, "other": 1}"""u8.ToArray(), Destination = Encoding.UTF8.GetBytes(destination), Request = AsResource }.ResultText();

        Assert.Equal("{\"unknown\":[1.00,\"\\/\\u00e8\"],\"castFunctions\":{\"b\":{\"x\\u003c\":[-0,1E+2,\"\\/\"],\"casting\":\"a\\u000ab\"}}}", result);
    }

    [Fact]
    [Trait("Rule", "F1")]
    public void Plan_GivenALocalProjectionInAnUpdatedSystem_LeavesItsBytes()
    {
        var source = new ProjectBuilder().System("s", "\"v\": 1");
        var imported = Scenario.Of(source).Applied();
        var text = Encoding.UTF8.GetString(imported.Destination!).Replace("\"projections\": {}", "\"projections\": { \"local\" :{ \"n\":1.0 } }", StringComparison.Ordinal);
        var updated = imported with { Destination = Encoding.UTF8.GetBytes(text), Source = new ProjectBuilder().System("s", "\"v\": 2").Bytes() };

        Assert.Equal(["Updated system/s"], updated.Actions());
        Assert.Contains("\"v\": 2,\n      \"projections\": { \"local\" :{ \"n\":1.0 } },\n      \"importedFrom\"", updated.ResultText(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "F1")]
    public void Plan_GivenASystemWithoutProjectionsMember_AddsIt()
    {
        var source = """{"systems": {"s": {"projections": {"p": {"n": 1}}}}}"""u8.ToArray();
        var destination = """{"systems":{"s":{"importedFrom":{"project":"source-project"}}}}"""u8.ToArray();
        var scenario = new Scenario { Source = source, Destination = destination };

        Assert.Equal(["Unchanged system/s", "Added projection/s/p"], scenario.Actions());
        Assert.Equal(1, (int)scenario.Result()["systems"]!["s"]!["projections"]!["p"]!["n"]!);
    }

    [Fact]
    [Trait("Rule", "F1")]
    public void Plan_GivenAnIncrediblyIndentedFile_DoesNotGrowWithoutBound()
    {
        var destination = "{" + "\n" + new string(' ', 1 << 20) + "\"castFunctions\": {}}";
        var items = "[" + string.Join(",", Enumerable.Repeat("0", 10_000)) + "]";
        var scenario = new Scenario { Source = Encoding.UTF8.GetBytes($$$"""{"castFunctions":{"b":{"n":{{{items}}} } } }"""), Destination = Encoding.UTF8.GetBytes(destination), Request = AsResource };

        Assert.Equal(10_000, scenario.Result()["castFunctions"]!["b"]!["n"]!.AsArray().Count);
        Assert.True(scenario.Plan().Edit.Length < 200L << 20);
    }

    [Fact]
    [Trait("Rule", "F3")]
    public void Plan_GivenAResultPastTheLimit_Refuses()
    {
        var nested = new string('[', 100) + string.Join(",", Enumerable.Repeat("0", 1_500_000)) + new string(']', 100);
        var scenario = new Scenario { Source = Encoding.UTF8.GetBytes($$$"""{"castFunctions":{"b":{"n":{{{nested}}} } } }"""), Request = AsResource };

        Assert.Equal(Reason.TooLarge, Assert.Single(scenario.Problems()).Reason);
    }

    [Theory]
    [Trait("Rule", "F3")]
    [InlineData(125, true)]
    [InlineData(124, false)]
    public void Plan_GivenAResultNestedDeeperThanIsRead_Refuses(int arrays, bool isTooDeep)
    {
        var nested = new string('[', arrays) + new string(']', arrays);
        var scenario = new Scenario
        {
            Source = Encoding.UTF8.GetBytes($$$"""{"castFunctions":{"b":{"n":{{{nested}}} } } }"""), Request = AsResource,
            Destination = """{"config":{},"fastDataConfig":{}}"""u8.ToArray(),
        };

        if (isTooDeep)
        {
            Assert.Equal(Reason.TooDeep, Assert.Single(scenario.Problems()).Reason);
        }
        else
        {
            Assert.False(scenario.Applied().Plan().HasChanges);
        }
    }

    [Fact]
    [Trait("Rule", "F3")]
    public void RequireSize_GivenAFileLargerThanIsRead_Refuses()
    {
        ReadOnlyMemory<byte> part = new byte[64 << 20];

        ResultRules.RequireSize(new ConfigurationEdit([part, part, part, part], 1));
        var refusal = Assert.Throws<RefusalException>(() => ResultRules.RequireSize(new ConfigurationEdit([part, part, part, part, " "u8.ToArray()], 1)));
        Assert.Equal(Reason.TooLarge, refusal.Finding.Reason);
    }

    [Fact]
    [Trait("Rule", "M2")]
    public void Plan_GivenAMarkLargerThanIsRead_Refuses()
    {
        var scenario = new Scenario { Source = Encoding.UTF8.GetBytes($$$"""{"singleViews":{"{{{new string('n', 70_000)}}}":{"n":1} } }""") };

        Assert.Equal(Reason.TooLarge, Assert.Single(scenario.Problems()).Reason);
        Assert.True((scenario with { Request = AsResource }).Plan().HasChanges);
    }
}

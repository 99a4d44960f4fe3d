using System.Text;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Tests.Building;

namespace FastDataOperator.Core.Tests.Configuration;

public class ConsoleConfigurationTests
{
    [Theory]
    [Trait("Rule", "M4")]
    [InlineData("""{"sourceComponentId": "single-view-trigger-generator"}""", true)]
    [InlineData("""{"dockerImage": "single-view-trigger-generator"}""", true)]
    [InlineData("""{"dockerImage": "nexus.example.eu/data-fabric/single-view-trigger-generator:3.1.6"}""", true)]
    [InlineData("""{"dockerImage": "registry:5000/single-view-trigger-generator"}""", true)]
    [InlineData("""{"dockerImage": "registry:5000/x/single-view-trigger-generator@sha256:0123456789abcdef"}""", true)]
    [InlineData("""{"dockerImage": "registry:5000/x/single-view-trigger-generator:1.0@sha256:0123"}""", true)]
    [InlineData("""{"name": "any", "dockerImage": "x/y", "sourceComponentId": "single-view-trigger-generator"}""", true)]
    [InlineData("""{"sourceComponentId": "single-view-\u0074rigger-generator"}""", true)]
    [InlineData("""{"sourceComponentId": "single-view-creator"}""", false)]
    [InlineData("""{"sourceComponentId": "my-single-view-trigger-generator"}""", false)]
    [InlineData("""{"dockerImage": "x/single-view-trigger-generator-fork:1.0"}""", false)]
    [InlineData("""{"dockerImage": "single-view-trigger-generator/other:1.0"}""", false)]
    [InlineData("""{"dockerImage": "x/other:single-view-trigger-generator"}""", false)]
    [InlineData("""{"name": "single-view-trigger-generator"}""", false)]
    [InlineData("""{"environment": [{"sourceComponentId": "single-view-trigger-generator"}]}""", false)]
    [InlineData("""{"sourceComponentId": ["single-view-trigger-generator"]}""", false)]
    [InlineData("\"single-view-trigger-generator\"", false)]
    [InlineData("null", false)]
    public void Read_GivenAService_RecognisesTheTriggerGenerator(string service, bool expected)
    {
        var console = Consoles.Read($$"""{"services": {"a": {"x": [1]}, "svc": {{service}} } }""");

        Assert.Equal(expected, console.HasSingleViewTriggerGenerator);
        Assert.Equal(["a", "svc"], console.Services.Order());
    }

    [Fact]
    [Trait("Rule", "K4")]
    public void Read_GivenCollections_KnowsThemByKeyNameAndId() => Assert.Equal(
        ["a", "by_id", "by_name", "k", "k2", "k3", "k4"],
        Consoles.Read("""{"collections": {"k": {"id": "by_id"}, "k2": {"name": "by_name", "fields": [{"name": "x"}]}, "k3": null, "k4": {"name": 3, "id": []}, "a": {"id": "a"}}}""").Collections.Order());

    [Fact]
    public void Read_GivenARealFile_FindsItsServices()
    {
        var read = ConsoleConfiguration.Read(new ConfigurationFile("c", Files.Sample("share-er-schema/repositories/marketing/api-console-config.json")));

        Assert.True(Assert.IsType<ConsoleRead.Success>(read).Console.HasSingleViewTriggerGenerator);
    }

    [Fact]
    [Trait("Rule", "M4")]
    public void Plan_GivenACompositeDestination_ReadsItsOwnConfig()
    {
        var source = new ProjectBuilder().Projection("s", "p").Bytes();
        var with = """{"config": {"services": {"g": {"dockerImage": "x/single-view-trigger-generator:1"}}}, "fastDataConfig": {}}""";
        var without = """{"config": {"services": {}}, "fastDataConfig": {}}""";

        Assert.IsType<PlanResult.Planned>(new Scenario { Source = source, Destination = Encoding.UTF8.GetBytes(with), Console = null }.Run());
        var problem = Assert.Single(new Scenario { Source = source, Destination = Encoding.UTF8.GetBytes(without), Console = null }.Problems());
        Assert.Equal(Reason.ArchitectureMissing, problem.Reason);
        Assert.Contains("\"config\" of fastdata-config.json", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "M4")]
    public void Plan_GivenACompositeWithoutConfig_KnowsNothing() => Assert.Equal(Reason.ConsoleConfigurationUnknown,
        Assert.Single(new Scenario { Source = new ProjectBuilder().SingleView("sv").Bytes(), Destination = """{"fastDataConfig": {}}"""u8.ToArray(), Console = null }.Problems()).Reason);

    [Theory]
    [Trait("Rule", "F3")]
    [InlineData("[]", Reason.UnexpectedShape, 1, 1)]
    [InlineData("{\n \"services\": []}", Reason.UnexpectedShape, 2, 14)]
    [InlineData("{\n \"collections\": 1}", Reason.UnexpectedShape, 2, 17)]
    [InlineData("{\"services\": {},\n nil}", Reason.MalformedJson, 2, 2)]
    [InlineData("{\"services\": {}}\n x", Reason.MalformedJson, 2, 2)]
    [InlineData("\uFEFF{\"services\": x}", Reason.MalformedJson, 1, 17)]
    [InlineData("{\"services\": {\n \"\\ud800\": {}}}", Reason.InvalidEncoding, 2, 2)]
    [InlineData("", Reason.NotAConfiguration, 1, 1)]
    public void Read_GivenAFileThatCannotBeUsed_SaysWhyAndWhere(string text, Reason reason, long line, long column)
    {
        var finding = Assert.IsType<ConsoleRead.Refused>(ConsoleConfiguration.Read(new ConfigurationFile("api-console-config.json", Encoding.UTF8.GetBytes(text)))).Finding;

        Assert.Equal((reason, line, column), (finding.Reason, finding.Location!.Line, finding.Location.Column));
    }

    [Fact]
    [Trait("Rule", "F3")]
    public void Read_GivenNestingPastTheLimit_SaysSo() => Assert.Equal(Reason.TooDeep,
        Assert.IsType<ConsoleRead.Refused>(ConsoleConfiguration.Read(new ConfigurationFile("c", Encoding.UTF8.GetBytes("{\"a\": " + new string('[', 100_000))))).Finding.Reason);

    [Fact]
    [Trait("Rule", "F3")]
    public void ReadConsole_GivenAFaultInACompositesConfig_SaysWhere()
    {
        var read = Assert.IsType<ConsoleRead.Refused>(Files.Read("{\"fastDataConfig\": {},\n \"config\": {\"services\": []}}").ReadConsole());

        Assert.Equal((2L, 25L), (read.Finding.Location!.Line, read.Finding.Location.Column));
    }
}

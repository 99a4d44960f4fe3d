using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Tests.Building;

namespace FastDataOperator.Core.Tests.Configuration;

public class YamlConversionTests
{
    private const string Composite = """
        config:
          services:
            svtg: {sourceComponentId: single-view-trigger-generator}
        fastDataConfig:
          version: "2.2.0"
          singleViews:
            sv_customer: # a comment
              name: sv_customer
              text: |
                two
                lines
              values: [1, 0x10, 0o17, 1.50, +3, 012, yes, true, null, ~, "1", 2024-01-01, .inf, !!str 7]
        """;

    [Fact]
    [Trait("Rule", "F3")]
    public void Read_GivenACompositeFileInYaml_ReadsIt()
    {
        var configuration = Files.Read(Composite, "project.yaml");

        Assert.Equal(ConfigurationFormat.Composite, configuration.Format);
        Assert.True(configuration.IsConverted);
        Assert.Equal("single-view/sv_customer", Assert.Single(configuration.Resources).ToString());
        Assert.True(Assert.IsType<ConsoleRead.Success>(configuration.ReadConsole()).Console.HasSingleViewTriggerGenerator);
        var view = Files.Tree(configuration.File.Bytes)["fastDataConfig"]!["singleViews"]!["sv_customer"]!;
        Assert.Equal("two\nlines\n", (string)view["text"]!);
        Assert.Equal("""[1,16,15,1.50,3,12,"yes",true,null,null,"1","2024-01-01",".inf","7"]""", view["values"]!.ToJsonString());
    }

    [Fact]
    [Trait("Rule", "F3")]
    public void Plan_GivenYamlAsDestination_Refuses()
    {
        var source = new Core.Imports.SourceProject { Configuration = new ProjectBuilder().SingleView("sv").Read(), Origin = Scenario.Origin };
        var result = Core.Imports.ImportPlanner.Plan(Scenario.All, source, new() { Configuration = Files.Read(Composite, "project.yml"), Console = null });

        Assert.Equal(Reason.NotEditable, Assert.Single(Assert.IsType<Core.Imports.PlanResult.Refused>(result).Problems).Reason);
    }

    [Fact]
    public void Plan_GivenYamlAsSource_Plans()
    {
        var source = new Core.Imports.SourceProject { Configuration = Files.Read(Composite, "project.yaml"), Origin = Scenario.Origin };

        Assert.IsType<Core.Imports.PlanResult.Planned>(Core.Imports.ImportPlanner.Plan(Scenario.All, source, new() { Configuration = null, Console = Consoles.WithGenerator }));
    }

    [Theory]
    [Trait("Rule", "F3")]
    [InlineData("a: &x {}\nb: *x", Reason.UnexpectedShape, 2, 4)]
    [InlineData("systems: {}\n*x : 1", Reason.UnexpectedShape, 2, 1)]
    [InlineData("systems: {}\nsystems: {}", Reason.DuplicateKey, 2, 1)]
    [InlineData("systems:\n  s: {a: 1, a: 2}", Reason.DuplicateKey, 2, 13)]
    [InlineData("systems: {}\n---\nsystems: {}", Reason.UnexpectedShape, 2, 1)]
    [InlineData("systems:\n  [a]: 1", Reason.UnexpectedShape, 2, 3)]
    [InlineData("systems: {\n", Reason.MalformedYaml, 2, 1)]
    [InlineData("systems: {}\n bad: indentation", Reason.MalformedYaml, 2, 2)]
    [InlineData("systems: \"\\ud800\"", Reason.MalformedYaml, 1, 10)]
    [InlineData("systems: {}\nother: \"\\ud83d\\u0041\"", Reason.MalformedYaml, 2, 6)]
    [InlineData("systems:\n\t- tab", Reason.MalformedYaml, 1, 1)]
    [InlineData("systems: {\n@", Reason.MalformedYaml, 1, 10)]
    [InlineData("...\n[", Reason.MalformedYaml, 1, 1)]
    [InlineData("systems: {!!] ' ]", Reason.MalformedYaml, 1, 15)]
    [InlineData("# nothing but a comment", Reason.NotAConfiguration, 1, 1)]
    public void Read_GivenYamlThatCannotBeUsed_SaysWhyAndWhere(string text, Reason reason, long line, long column)
    {
        var finding = Files.Refused(text, "project.yaml");

        Assert.Equal((reason, line, column), (finding.Reason, finding.Location!.Line, finding.Location.Column));
        Assert.Equal("F3", finding.Rule);
    }

    [Fact]
    [Trait("Rule", "F3")]
    public void Read_GivenYamlNestedPastTheLimit_Refuses()
    {
        Assert.Equal(Reason.TooDeep, Files.Refused("systems: " + new string('[', 100_000), "project.yaml").Reason);
        Assert.Equal(Reason.TooDeep, Files.Refused("systems: " + string.Concat(Enumerable.Repeat("{a: ", 300)) + new string('}', 300), "project.yaml").Reason);
    }
}

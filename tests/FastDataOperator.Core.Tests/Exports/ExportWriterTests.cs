using System.Text;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Exports;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Tests.Building;

namespace FastDataOperator.Core.Tests.Exports;

public class ExportWriterTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 6, 7, 8, 9, TimeSpan.FromHours(2));

    private static ProjectBuilder Source => new ProjectBuilder()
        .CastFunction("toCents").CastFunction("unused").CastFunction("defaultToString", type: "default")
        .Projection("orders", "pr_orders", ["toCents", "defaultToString"], "\"unknown\": 1.50").Projection("orders", "pr_lines").SingleView("sv").SingleView("sv_other")
        .ErSchema("er", "pr_orders", "sv");

    [Fact]
    [Trait("Rule", "E1")]
    public void Write_GivenASelection_WritesMetadataAndItsClosure()
    {
        var written = Write(Source, Requests.Schemas("er").Selection);
        var tree = Files.Tree(written.Bytes);

        Assert.Equal(
            [
                "formatVersion=1", "project=source-project", "branch=main", "exportedAt=2026-05-06T05:08:09.000Z", "committedAt=2026-03-04T05:06:07.089Z",
                "repository=https://git.example/source.git", "commit=0123456789abcdef0123456789abcdef01234567", "configurationVersion=2.2.0",
            ],
            tree["metadata"]!.AsObject().Select(member => $"{member.Key}={member.Value}"));
        Assert.Equal(["metadata", "systems", "castFunctions", "singleViews", "erSchemas"], tree.Select(member => member.Key));
        Assert.Equal(["pr_orders"], tree["systems"]!["orders"]!["projections"]!.AsObject().Select(member => member.Key));
        Assert.Equal(["defaultToString", "toCents"], tree["castFunctions"]!.AsObject().Select(member => member.Key));
        Assert.Equal(["sv"], tree["singleViews"]!.AsObject().Select(member => member.Key));
        Assert.Equal(["cast-function/toCents", "system/orders", "projection/orders/pr_orders", "single-view/sv"], written.Added.Select(added => added.Resource.ToString()));
        Assert.Contains("1.50", Encoding.UTF8.GetString(written.Bytes.Span), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "E1")]
    public void Write_GivenDependenciesFail_ListsThem()
    {
        var request = new ExportRequest { Selection = Requests.Schemas("er").Selection, Dependencies = DependencyPolicy.Fail, ExportedAt = Now };
        var needed = Assert.IsType<ExportResult.DependenciesNeeded>(ExportWriter.Write(request, Project(Source)));

        Assert.Contains("single-view/sv", needed.Dependencies.Select(dependency => dependency.Resource.ToString()));
    }

    [Fact]
    [Trait("Rule", "E1")]
    public void Write_GivenJustItsCastFunctionsAdded_NeedsNoConfirmation() => Assert.IsType<ExportResult.Written>(ExportWriter.Write(
        new ExportRequest { Selection = Requests.Systems(new SystemSelection("orders")).Selection, Dependencies = DependencyPolicy.Fail, ExportedAt = Now }, Project(Source)));

    [Fact]
    [Trait("Rule", "E1")]
    public void Write_GivenANameThatIsMissing_Refuses() => Assert.Equal(Reason.NotInSource, Assert.Single(Assert.IsType<ExportResult.Refused>(
        ExportWriter.Write(new ExportRequest { Selection = Requests.Schemas("err").Selection, ExportedAt = Now }, Project(Source))).Problems).Reason);

    [Fact]
    [Trait("Rule", "E2")]
    public void Read_GivenAnExport_KnowsWhereItCameFrom()
    {
        var export = Files.Read(Write(Source, new Selection { All = true }).Bytes.ToArray());

        Assert.Equal(ConfigurationFormat.Export, export.Format);
        Assert.Equal(Scenario.Origin, export.ExportOrigin);
        Assert.Equal("2.2.0", export.Version);
    }

    [Fact]
    [Trait("Rule", "E2")]
    public void Read_GivenAnExportAsTheConsoleWritesIt_TakesItsOwnTime()
    {
        var export = Files.Read("""{"metadata": {"project": "p", "branch": "b", "exportedAt": "2026-01-02T03:04:05.678Z", "more": {}}, "singleViews": {"sv": {}}}""");

        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero), export.ExportOrigin!.ExportedAt);
        Assert.Equal("single-view/sv", Assert.Single(export.Resources).ToString());
    }

    [Fact]
    [Trait("Rule", "E3")]
    public void Write_GivenAnotherTime_DiffersInItsTimeOnly()
    {
        var first = Encoding.UTF8.GetString(Write(Source, new Selection { All = true }).Bytes.Span);
        var second = Encoding.UTF8.GetString(Write(Source, new Selection { All = true }, Now.AddDays(1)).Bytes.Span);

        Assert.NotEqual(first, second);
        Assert.Equal(first.Replace("2026-05-06T05:08:09.000Z", "2026-05-07T05:08:09.000Z", StringComparison.Ordinal), second);
    }

    [Fact]
    [Trait("Rule", "E3")]
    public void Plan_GivenAnExportOfAHandWrittenSource_EqualsImportingTheSource()
    {
        var source = Encoding.UTF8.GetBytes("{\n  \"singleViews\": {\n    \"sv\": {\n      \"list\": [\"a\", \"b\"], \"o\": {\"x\":1}\n    }\n  }\n}");
        var project = new SourceProject { Configuration = Files.Read(source), Origin = Scenario.Origin };
        var export = Assert.IsType<ExportResult.Written>(ExportWriter.Write(new ExportRequest { Selection = new Selection { All = true }, ExportedAt = Now }, project)).Bytes.ToArray();

        Assert.Equal(new Scenario { Source = source }.ResultText(), new Scenario { Source = export }.ResultText());
    }

    private static SourceProject Project(ProjectBuilder source) => new() { Configuration = source.Read(), Origin = Scenario.Origin };

    private static ExportResult.Written Write(ProjectBuilder source, Selection selection, DateTimeOffset? now = null) =>
        Assert.IsType<ExportResult.Written>(ExportWriter.Write(new ExportRequest { Selection = selection, ExportedAt = now ?? Now }, Project(source)));
}

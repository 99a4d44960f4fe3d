using System.Text;
using FastDataOperator.Core.Exports;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Resources;
using FastDataOperator.Core.Tests.Building;

namespace FastDataOperator.Core.Tests.Imports;

/// <summary>Projects so large that anything quadratic would take minutes.</summary>
public class LargeProjectTests
{
    private const int Many = 5_000;

    /// <summary>A System with one Projection each, and an ER schema that names them all.</summary>
    private static readonly byte[] Source = Encoding.UTF8.GetBytes(
        "{\"systems\":{" + Join(index => $"\"s{index}\":{{\"projections\":{{\"p{index}\":{{\"fields\":[{{\"castFunctionId\":\"c{index}\"}}]}}}}}}") +
        "},\"castFunctions\":{" + Join(index => $"\"c{index}\":{{\"type\":\"custom\"}}") +
        "},\"erSchemas\":{\"er\":{\"config\":{" + Join(index => $"\"p{index}\":{{\"outgoing\":{{\"p{(index * 7) % Many}\":{{}}}}}}") + "}}}}");

    [Fact]
    public void Plan_GivenAVeryLargeProject_EndsSoon()
    {
        var renames = Enumerable.Range(0, Many / 2).Select(index => new Rename(ResourceKind.Projection, $"p{index}", $"renamed{index}")).ToList();
        var others = Encoding.UTF8.GetBytes("{\"systems\":{" + Join(index => $"\"s{index:000000}x\":{{\"projections\":{{}}}}") + "}}");
        var scenario = new Scenario { Source = Source, Destination = others, Request = Requests.Schemas("er") with { Renames = renames, Prune = true } };
        var applied = scenario.Applied();

        Assert.Equal((3 * Many) + 1, scenario.Plan().Count(ChangeAction.Added));
        Assert.False(applied.Plan().HasChanges);
        Assert.Equal((3 * Many) + 1, ReferenceInventory.List(Files.Read(applied.Destination!)).References.Count);

        // Another selection removes nearly all of it, which every remaining Projection is asked about.
        Assert.Equal((3 * Many) - 2, (applied with { Request = Requests.Systems(new SystemSelection("s4999")) with { Prune = true } }).Plan().Count(ChangeAction.Removed));
    }

    [Fact]
    public void Plan_GivenVeryManyNames_EndsSoon()
    {
        const int Names = 40_000;
        var source = Encoding.UTF8.GetBytes("{\"systems\":{\"s\":{\"projections\":{" + string.Join(",", Enumerable.Range(0, Names).Select(index => $"\"p{index}\":{{}}")) + "}}}}");
        ImportRequest Naming(string start) => Requests.Systems(new SystemSelection("s", [.. Enumerable.Range(0, Names).Select(index => start + index)]));
        var scenario = new Scenario { Source = source, Request = Naming("p") };

        Assert.Equal(Names + 1, scenario.Plan().Count(ChangeAction.Added));

        // Nothing has these names: the first are compared with all that there are, the others only counted off.
        var problems = (scenario with { Request = Naming("q") }).Problems();
        Assert.Equal(Names, problems.Count);
        Assert.Contains("did you mean", problems[0].Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("did you mean", problems[^1].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_GivenAVeryLargeProject_EndsSoon()
    {
        var source = new SourceProject { Configuration = Files.Read(Source), Origin = Scenario.Origin };

        Assert.Equal((3 * Many) + 1, Assert.IsType<ExportResult.Written>(
            ExportWriter.Write(new ExportRequest { Selection = new Selection { All = true }, ExportedAt = DateTimeOffset.UnixEpoch }, source)).Resources.Count);
    }

    [Fact]
    public void List_GivenVeryManyBrokenMarks_StopsAfterAHundred() => Assert.Equal(
        100, ReferenceInventory.List(Files.Read("{\"singleViews\":{" + Join(index => $"\"sv{index}\":{{\"importedFrom\":1}}") + "}}")).Problems.Count);

    private static string Join(Func<int, string> member) => string.Join(",\n", Enumerable.Range(0, Many).Select(member));
}

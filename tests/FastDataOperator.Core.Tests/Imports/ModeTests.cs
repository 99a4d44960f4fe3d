using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Tests.Building;

namespace FastDataOperator.Core.Tests.Imports;

public class ModeTests
{
    private static ProjectBuilder Source => new ProjectBuilder().Projection("s", "p").SingleView("sv", "\"unknown\": [1, 2.50]");

    private static readonly ImportRequest AsResource = Scenario.All with { ImportAs = ImportMode.Resource };

    [Fact]
    [Trait("Rule", "M2")]
    public void Plan_GivenAReference_MarksItWithAllThatAReaderNeeds()
    {
        var view = Scenario.Of(Source).Result()["singleViews"]!["sv"]!;

        Assert.Equal(["singleViewId", "name", "unknown", "importedFrom"], view.AsObject().Select(member => member.Key));
        Assert.Equal(
            [
                "project=source-project", "branch=main", "exportedAt=2026-03-04T05:06:07.089Z", "repository=https://git.example/source.git",
                "commit=0123456789abcdef0123456789abcdef01234567", "name=sv", "import=team/import",
                "digest=" + new Core.Provenance.ContentDigest().Compute("""{"name":"sv","singleViewId":"sv","unknown":[1,2.5]}"""u8.ToArray()),
            ],
            view["importedFrom"]!.AsObject().Select(member => $"{member.Key}={member.Value}"));
    }

    [Fact]
    [Trait("Rule", "M2")]
    public void Plan_GivenTheSameTwoCommits_GivesTheSameBytes() =>
        Assert.Equal(Scenario.Of(Source).Plan().Edit.ToArray(), Scenario.Of(Source).Plan().Edit.ToArray());

    [Fact]
    [Trait("Rule", "M2")]
    public void Plan_GivenASourceOutsideGit_LeavesOutWhatItDoesNotHave()
    {
        var scenario = Scenario.Of(Source) with { From = new() { Project = "p", ExportedAt = DateTimeOffset.UnixEpoch } };

        Assert.Equal(["project", "exportedAt", "name", "import", "digest"], scenario.Result()["singleViews"]!["sv"]!["importedFrom"]!.AsObject().Select(member => member.Key));
    }

    [Fact]
    [Trait("Rule", "M2")]
    public void Plan_GivenASystemAsReference_DigestsItWithoutItsProjections()
    {
        var result = Scenario.Of(Source).Result()["systems"]!["s"]!;

        Assert.Equal(new Core.Provenance.ContentDigest().Compute("""{"name":"s","systemId":"s"}"""u8.ToArray()), (string)result["importedFrom"]!["digest"]!);
        Assert.NotNull(result["projections"]!["p"]!["importedFrom"]);
    }

    [Fact]
    [Trait("Rule", "M3")]
    public void Plan_GivenAResource_CarriesNoMark() => Assert.DoesNotContain("importedFrom", Scenario.Of(Source, request: AsResource).ResultText(), StringComparison.Ordinal);

    [Fact]
    [Trait("Rule", "M3")]
    public void Plan_GivenANestedReferenceAsResource_DropsItsMark() => Assert.DoesNotContain(
        "importedFrom", Scenario.Of(new ProjectBuilder().SingleView("sv", """ "importedFrom": {"project": "x"} """), request: AsResource).ResultText(), StringComparison.Ordinal);

    [Fact]
    [Trait("Rule", "M4")]
    public void Plan_GivenReferenceProjectionsAndNoTriggerGenerator_RefusesAndSaysWhereItLooked()
    {
        var problem = Assert.Single((Scenario.Of(Source) with { Console = Consoles.WithoutGenerator }).Problems());

        Assert.Equal((Reason.ArchitectureMissing, "M4"), (problem.Reason, problem.Rule));
        Assert.Contains("api-console-config.json, which has 1 service", problem.Message, StringComparison.Ordinal);
        Assert.Contains("single-view-trigger-generator", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "M4")]
    public void Plan_GivenArchitectureWarn_Warns() => Assert.Equal(Reason.ArchitectureMissing,
        Assert.Single((Scenario.Of(Source, request: Scenario.All with { Architecture = ArchitecturePolicy.Warn }) with { Console = Consoles.WithoutGenerator }).Plan().Warnings).Reason);

    [Fact]
    [Trait("Rule", "M4")]
    public void Plan_GivenProjectionsAsResources_NeedsNoTriggerGenerator() =>
        Assert.Empty((Scenario.Of(Source, request: AsResource) with { Console = Consoles.WithoutGenerator }).Plan().Warnings);

    [Fact]
    [Trait("Rule", "M4")]
    public void Plan_GivenOtherKindsAsReferences_NeedsNoTriggerGenerator() =>
        Assert.Empty((Scenario.Of(Source, request: Requests.Of(new NamedSelection("sv"))) with { Console = Consoles.WithoutGenerator }).Plan().Warnings);

    [Fact]
    [Trait("Rule", "M4")]
    public void Plan_GivenADestinationKnownToHaveNoServices_Refuses() =>
        Assert.Equal(Reason.ArchitectureMissing, Assert.Single((Scenario.Of(Source) with { Console = ConsoleConfiguration.Absent("api-console-config.json") }).Problems()).Reason);

    [Fact]
    [Trait("Rule", "M4")]
    public void Plan_GivenNothingKnownOfTheDestination_RefusesOrWarns()
    {
        var unknown = Scenario.Of(Source) with { Console = null };

        Assert.Equal(Reason.ConsoleConfigurationUnknown, Assert.Single(unknown.Problems()).Reason);
        Assert.Contains((unknown with { Request = Scenario.All with { Architecture = ArchitecturePolicy.Warn } }).Plan().Warnings, warning => warning.Reason == Reason.ConsoleConfigurationUnknown);
    }

    [Fact]
    [Trait("Rule", "M4")]
    public void Plan_GivenNothingKnownOfTheDestination_RefusesUpdatesOfReferenceProjectionsToo()
    {
        var moved = new ProjectBuilder().Projection("s", "p", more: "\"moved\": true").SingleView("sv", "\"unknown\": [1, 2.50]");
        var scenario = Scenario.Of(Source).Applied() with { Source = moved.Bytes(), Console = null };

        Assert.Equal(Reason.ConsoleConfigurationUnknown, Assert.Single(scenario.Problems()).Reason);
    }

    [Fact]
    [Trait("Rule", "M4")]
    public void Plan_GivenNothingKnownAndNothingThatDependsOnIt_Plans() =>
        Assert.Empty((Scenario.Of(new ProjectBuilder().CastFunction("c")) with { Console = null }).Plan().Warnings);

    [Fact]
    [Trait("Rule", "K5")]
    public void Plan_GivenMoreCopiesThanCanBeRemembered_RefusesAndSaysWhatToDo()
    {
        var copies = Scenario.Of(new ProjectBuilder().SingleView("a").SingleView("b").SingleView("c"), request: Scenario.All with { ImportAs = ImportMode.Resource, MostCopies = 2 });

        var problem = Assert.Single(copies.Problems());

        Assert.Equal((Reason.TooLarge, "K5", "3 resources would be copied, and an import can remember 2 of its copies"), (problem.Reason, problem.Rule, problem.Message));
        Assert.Equal("split the import in several that select less each, or import them as references", problem.Remedy);
        Assert.Equal(3, (copies with { Request = copies.Request with { MostCopies = 3 } }).Plan().Changes.Count);
        Assert.Equal(3, (copies with { Request = copies.Request with { ImportAs = ImportMode.Reference } }).Plan().Changes.Count);
    }
}

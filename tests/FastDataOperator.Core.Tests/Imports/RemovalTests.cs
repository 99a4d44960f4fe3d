using System.Text;
using System.Text.Json.Nodes;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Tests.Building;

namespace FastDataOperator.Core.Tests.Imports;

public class RemovalTests
{
    private static ProjectBuilder Source => new ProjectBuilder().CastFunction("c").Projection("s", "p", ["c"]).SingleView("sv").ErSchema("er", "p", "sv");

    private static byte[] Imported => Scenario.Of(Source).Applied().Destination!;

    [Fact]
    [Trait("Rule", "P2")]
    public void PlanRemoval_GivenReferences_RemovesThemAll()
    {
        var plan = Planned(Imported);

        Assert.Equal(["Removed cast-function/c", "Removed system/s", "Removed projection/s/p", "Removed single-view/sv", "Removed er-schema/er"], Actions(plan));
        Assert.True(plan.IsRemoval);
        Assert.True(plan.HasChanges);
        Assert.Equal(new ProjectBuilder().Bytes(), plan.Edit.ToArray());
    }

    [Fact]
    [Trait("Rule", "P2")]
    public void PlanRemoval_GivenReferencesFromAnotherSourceProject_RemovesThemToo()
    {
        var first = Scenario.Of(new ProjectBuilder().SingleView("a"));
        var second = first with { Source = new ProjectBuilder().SingleView("b").Bytes(), From = Scenario.Origin with { Project = "moved" }, Destination = first.Applied().Destination };

        Assert.Equal(["Removed single-view/a", "Removed single-view/b"], Actions(Planned(second.Applied().Destination!)));
    }

    [Fact]
    [Trait("Rule", "P2")]
    public void PlanRemoval_GivenWhatIsOfOthers_LeavesIt()
    {
        var destination = new ProjectBuilder().SingleView("own").SingleView("other", """ "importedFrom": {"project": "p", "import": "team/another"} """)
            .SingleView("unnamed", """ "importedFrom": {"project": "p"} """);
        var file = (Scenario.Of(new ProjectBuilder().SingleView("copy"), destination) with { Request = Scenario.All with { ImportAs = ImportMode.Resource } }).Applied().Destination!;

        var plan = Planned(file);

        Assert.Empty(plan.Changes);
        Assert.False(plan.HasChanges);
        Assert.Equal(file, plan.Edit.ToArray());
    }

    [Fact]
    [Trait("Rule", "P2")]
    public void PlanRemoval_GivenNoConfiguration_HasNothingToDo()
    {
        var planned = Assert.IsType<PlanResult.Planned>(ImportPlanner.PlanRemoval("team/import", null));

        Assert.False(planned.Plan.HasChanges);
    }

    [Theory]
    [Trait("Rule", "P2")]
    [InlineData("local", "")]
    [InlineData("another", """, "importedFrom": {"project": "p", "import": "team/another"} """)]
    public void PlanRemoval_GivenAProjectionOfOthersInsideItsSystem_RefusesAndNamesIt(string name, string mark)
    {
        var tree = Files.Tree(Imported);
        tree["systems"]!["s"]!["projections"]![name] = JsonNode.Parse($$"""{"projectionId": "x"{{mark}} }""");

        var problem = Assert.Single(Refused(Encoding.UTF8.GetBytes(tree.ToJsonString())));

        Assert.Equal((Reason.StillNeeded, "P2", "system/s"), (problem.Reason, problem.Rule, problem.Resource.ToString()));
        Assert.Equal($"System of Record s would be removed with the import team/import, but Projection {name} still needs it", problem.Message);
        Assert.Equal("remove what needs it, or set deletionPolicy: Retain to keep the references", problem.Remedy);
    }

    [Fact]
    [Trait("Rule", "P2")]
    public void PlanRemoval_GivenALocalErSchemaThatNeedsIt_NamesEverythingThatItNeeds()
    {
        var file = Scenario.Of(Source, new ProjectBuilder().ErSchema("local", "p", "sv")).Applied().Destination!;

        Assert.Equal(["projection/s/p", "single-view/sv"], Refused(file).Select(problem => problem.Resource.ToString()!).Order());
    }

    [Fact]
    [Trait("Rule", "P2")]
    public void PlanRemoval_GivenItsProjectionInASystemOfAnotherImport_RemovesTheProjectionAlone()
    {
        var tree = Files.Tree(Imported);
        tree["systems"]!["s"]!["importedFrom"]!["import"] = "team/another";

        Assert.Equal(
            ["Removed cast-function/c", "Removed projection/s/p", "Removed single-view/sv", "Removed er-schema/er"],
            Actions(Planned(Encoding.UTF8.GetBytes(tree.ToJsonString()))));
    }

    [Fact]
    [Trait("Rule", "P2")]
    public void PlanRemoval_GivenAMarkThatCannotBeRead_LeavesItAndWarns()
    {
        var destination = new ProjectBuilder().SingleView("broken", """ "importedFrom": {"import": "team/import"} """).Bytes();

        var plan = Planned(destination);

        Assert.Empty(plan.Changes);
        Assert.Equal("single-view/broken", Assert.Single(plan.Warnings).Resource.ToString());
    }

    [Fact]
    [Trait("Rule", "P2")]
    public void PlanRemoval_GivenAFileThatCannotBeEdited_RefusesOnlyWhereThereIsSomethingToRemove()
    {
        const string Yaml = """
            config: {}
            fastDataConfig:
              singleViews: { sv: { importedFrom: { project: p, import: NAME } } }
            """;
        var ours = ImportPlanner.PlanRemoval("team/import", Files.Read(Yaml.Replace("NAME", "team/import", StringComparison.Ordinal), "project.yaml"));
        var others = ImportPlanner.PlanRemoval("team/import", Files.Read(Yaml.Replace("NAME", "team/another", StringComparison.Ordinal), "project.yaml"));

        Assert.Equal(Reason.NotEditable, Assert.Single(Assert.IsType<PlanResult.Refused>(ours).Problems).Reason);
        Assert.False(Assert.IsType<PlanResult.Planned>(others).Plan.HasChanges);
    }

    private static IEnumerable<string> Actions(ImportPlan plan) => plan.Changes.Select(change => $"{change.Action} {change.Resource}");

    private static ImportPlan Planned(byte[] destination) => Assert.IsType<PlanResult.Planned>(ImportPlanner.PlanRemoval("team/import", Files.Read(destination))).Plan;

    private static IReadOnlyList<Finding> Refused(byte[] destination) => Assert.IsType<PlanResult.Refused>(ImportPlanner.PlanRemoval("team/import", Files.Read(destination))).Problems;
}

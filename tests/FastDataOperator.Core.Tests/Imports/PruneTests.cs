using System.Text;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Resources;
using FastDataOperator.Core.Tests.Building;

namespace FastDataOperator.Core.Tests.Imports;

public class PruneTests
{
    private static ProjectBuilder Source => new ProjectBuilder().CastFunction("c").Projection("s", "p", ["c"]).Projection("s", "q").SingleView("sv").SingleView("sv2").ErSchema("er", "p", "sv");

    private static readonly ImportRequest JustView = Requests.Of(new NamedSelection("sv2")) with { Prune = true };

    [Fact]
    [Trait("Rule", "P1")]
    public void Plan_GivenPrune_RemovesWhatIsNoLongerCovered()
    {
        var scenario = Scenario.Of(Source).Applied() with { Request = JustView };

        Assert.Equal(
            [
                "Removed cast-function/c", "Removed system/s", "Removed projection/s/p", "Removed projection/s/q", "Removed single-view/sv", "Unchanged single-view/sv2", "Removed er-schema/er",
            ],
            scenario.Actions());
        Assert.Equal("""{"systems":{},"castFunctions":{},"singleViews":["sv2"],"erSchemas":{}}""", Short(scenario));
    }

    [Fact]
    [Trait("Rule", "P1")]
    public void Plan_GivenALocalSingleViewThatNamesAPrunedErSchema_Refuses()
    {
        var applied = Scenario.Of(Source).Applied();
        var text = Encoding.UTF8.GetString(applied.Destination!);
        var place = text.IndexOf("\"singleViews\"", StringComparison.Ordinal);
        place = text.IndexOf('{', place) + 1;
        var destination = text.Insert(place, "\"sv_local\": {\"singleViewId\": \"sv_local\", \"erSchemaId\": \"er\"},");

        var problem = Assert.Single((applied with { Destination = Encoding.UTF8.GetBytes(destination), Request = JustView }).Problems());
        Assert.Equal((Reason.StillNeeded, "P1", "er-schema/er"), (problem.Reason, problem.Rule, problem.Resource.ToString()));
    }

    [Fact]
    [Trait("Rule", "P1")]
    public void Plan_GivenNoPrune_KeepsItAndSaysSo()
    {
        var scenario = Scenario.Of(Source).Applied() with { Request = JustView with { Prune = false } };

        Assert.False(scenario.Plan().HasChanges);
        Assert.Equal(6, scenario.Plan().Warnings.Count(warning => warning is { Reason: Reason.NoLongerCovered, Rule: "P1" }));
    }

    [Theory]
    [Trait("Rule", "P1")]
    [InlineData("team/another-import", "source-project")]
    [InlineData("team/import", "another-project")]
    public void Plan_GivenReferencesOfOthers_LeavesThem(string import, string project)
    {
        var destination = new ProjectBuilder().SingleView("other", $$$"""  "importedFrom": {"project": "{{{project}}}", "import": "{{{import}}}", "name": "other"} """);

        Assert.Equal(["Added single-view/sv2"], Scenario.Of(Source, destination, JustView).Actions());
    }

    [Fact]
    [Trait("Rule", "P1")]
    public void Plan_GivenCopies_NeverRemovesThem() => Assert.Equal(
        ["Added single-view/sv2"],
        (Scenario.Of(Source, request: Requests.Of(new NamedSelection("sv", ImportMode.Resource))).Applied() with { Request = JustView }).Actions());

    [Fact]
    [Trait("Rule", "P1")]
    public void Plan_GivenALocalErSchemaThatNeedsIt_RefusesAndNamesIt()
    {
        var scenario = Scenario.Of(Source, new ProjectBuilder().ErSchema("local", "p", "sv")).Applied() with { Request = JustView };

        Assert.Equal(["projection/s/p", "single-view/sv"], scenario.Problems().Select(problem => problem.Resource.ToString()!).Order());
        Assert.All(scenario.Problems(), problem => Assert.Equal((Reason.StillNeeded, "P1"), (problem.Reason, problem.Rule)));
        Assert.All(scenario.Problems(), problem => Assert.Contains("ER schema local", problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Rule", "P1")]
    public void Plan_GivenALocalProjectionInItsSystemOrWithItsFunction_Refuses()
    {
        var imported = Scenario.Of(Source).Applied();
        var tree = Files.Tree(imported.Destination!);
        tree["systems"]!["s"]!["projections"]!["local"] = System.Text.Json.Nodes.JsonNode.Parse("""{"projectionId": "local", "fields": [{"castFunctionId": "c"}]}""");
        var problems = (imported with { Destination = System.Text.Encoding.UTF8.GetBytes(tree.ToJsonString()), Request = JustView }).Problems();

        Assert.Equal(["cast-function/c", "system/s"], problems.Select(problem => problem.Resource.ToString()!).Order());
        Assert.All(problems, problem => Assert.Contains("Projection local", problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Rule", "P1")]
    public void Plan_GivenALocalResourceWithTheNameOfASystemOrSchemaThatGoes_Removes() => Assert.Contains(
        "Removed system/s", (Scenario.Of(Source, new ProjectBuilder().Projection("local", "x", more: "\"name\": \"s\", \"id\": \"er\"")).Applied() with { Request = JustView }).Actions());

    [Fact]
    [Trait("Rule", "P1")]
    public void Plan_GivenAnImportedSchemaThatStopsNeedingIt_Removes()
    {
        var request = Requests.Schemas("er") with { Prune = true };
        var scenario = Scenario.Of(Source, request: request).Applied() with { Source = Source.ErSchema("er", "sv", "sv2").Bytes() };

        Assert.Equal(["Removed cast-function/c", "Removed system/s", "Removed projection/s/p", "Unchanged single-view/sv", "Added single-view/sv2", "Updated er-schema/er"], scenario.Actions());
    }

    [Fact]
    [Trait("Rule", "P1")]
    public void Plan_GivenASchemaWhoseUpdateWaits_KeepsWhatItStillNeeds()
    {
        var request = Requests.Schemas("er") with { Prune = true, Update = UpdatePolicy.Manual };
        var before = new ProjectBuilder().SingleView("a").SingleView("b").ErSchema("er", "a", "b");
        var scenario = Scenario.Of(before, request: request).Applied() with { Source = new ProjectBuilder().SingleView("a").SingleView("b").ErSchema("er", "a", "a").Bytes() };

        Assert.Equal("single-view/b", Assert.Single(scenario.Problems()).Resource.ToString());
    }

    [Fact]
    [Trait("Rule", "P1")]
    public void Plan_GivenASelectedNameThatVanished_RefusesAndKeepsTheReference()
    {
        var scenario = Scenario.Of(Source, request: JustView).Applied() with { Source = new ProjectBuilder().SingleView("sv").Bytes() };

        Assert.Equal((Reason.NotInSource, "S3"), (Assert.Single(scenario.Problems()).Reason, scenario.Problems()[0].Rule));
    }

    [Fact]
    [Trait("Rule", "P1")]
    public void Plan_GivenARenameThatChanged_ReplacesTheOldName()
    {
        var request = Requests.Of(new NamedSelection("sv")) with { Prune = true };
        var scenario = Scenario.Of(Source, request: request with { Renames = [new(ResourceKind.SingleView, "sv", "first")] }).Applied()
            with { Request = request with { Renames = [new(ResourceKind.SingleView, "sv", "second")] } };

        Assert.Equal(["Removed single-view/first", "Added single-view/second"], scenario.Actions());
    }

    private static string Short(Scenario scenario)
    {
        var result = scenario.Result();
        result["singleViews"] = new System.Text.Json.Nodes.JsonArray([.. result["singleViews"]!.AsObject().Select(member => (System.Text.Json.Nodes.JsonNode)member.Key)]);
        result.Remove("version");
        return result.ToJsonString();
    }
}

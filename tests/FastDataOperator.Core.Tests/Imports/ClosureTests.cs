using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Resources;
using FastDataOperator.Core.Tests.Building;

namespace FastDataOperator.Core.Tests.Imports;

public class ClosureTests
{
    private const string Mark = """{"project": "first-project", "branch": "trunk", "exportedAt": "2026-01-01T00:00:00.000Z", "name": "pr_nested", "extra": 1}""";

    private static ProjectBuilder Source => new ProjectBuilder()
        .CastFunction("toCents").CastFunction("unused").CastFunction("defaultToString", type: "default")
        .Projection("orders", "pr_orders", ["toCents", "defaultToString"]).Projection("orders", "pr_lines").Projection("stock", "pr_stock", ["toCents"])
        .SingleView("sv_customer")
        .ErSchema("er_orders", "pr_orders", "sv_customer", "pr_stock")
        .ErSchema("er_crud", "sv_customer", "crud_addresses", "sv_custmer");

    [Fact]
    [Trait("Rule", "C1")]
    public void Plan_GivenAProjection_BringsItsCustomCastFunctionsAndSaysWhy()
    {
        var plan = Scenario.Of(Source, new ProjectBuilder().CastFunction("defaultToString", type: "default"), Requests.Systems(new SystemSelection("orders"))).Plan();

        var function = plan.Changes.Single(change => change.Resource.Kind == ResourceKind.CastFunction);
        Assert.Equal("toCents", function.Resource.Name);
        Assert.Equal(new Dependency(new ResourceId(ResourceKind.Projection, "pr_orders", "orders"), "C1", "uses it for a field"), Assert.Single(function.NeededBy));
    }

    [Fact]
    [Trait("Rule", "C1")]
    public void Plan_GivenADefaultCastFunctionThatIsThere_LeavesIt()
    {
        var scenario = Scenario.Of(Source, new ProjectBuilder().CastFunction("defaultToString", "\"own\": 1", "default"), Requests.Systems(new SystemSelection("orders")));

        Assert.DoesNotContain(scenario.Plan().Changes, change => change.Resource.Name == "defaultToString");
        Assert.Equal(1, (int)scenario.Result()["castFunctions"]!["defaultToString"]!["own"]!);
    }

    [Fact]
    [Trait("Rule", "C1")]
    public void Plan_GivenADefaultCastFunctionThatIsMissing_CarriesItOverUnmarkedWithANotice()
    {
        var scenario = Scenario.Of(Source, request: Requests.Systems(new SystemSelection("orders")));

        Assert.Null(scenario.Plan().Changes.Single(change => change.Resource.Name == "defaultToString").ImportAs);
        Assert.Null(scenario.Result()["castFunctions"]!["defaultToString"]!["importedFrom"]);
        Assert.Equal("C1", Assert.Single(scenario.Plan().Warnings, warning => warning.Reason == Reason.DefaultCastFunctionCarried).Rule);
        Assert.DoesNotContain("Added cast-function/defaultToString", scenario.Applied().Actions());
    }

    [Fact]
    [Trait("Rule", "C1")]
    public void Plan_GivenACastFunctionThatTheSourceLacks_Warns() => Assert.Equal(Reason.UnresolvedName,
        Assert.Single(Scenario.Of(new ProjectBuilder().Projection("s", "p", ["gone"])).Plan().Warnings).Reason);

    [Fact]
    [Trait("Rule", "C2")]
    public void Plan_GivenAnErSchema_BringsBothSidesAndTheirSystemsWithJustThoseProjections()
    {
        var scenario = Scenario.Of(Source, new ProjectBuilder().CastFunction("defaultToString", type: "default"), Requests.Schemas("er_orders"));

        Assert.Equal(
            [
                "Added cast-function/toCents", "Added system/orders", "Added system/stock", "Added projection/orders/pr_orders", "Added projection/stock/pr_stock",
                "Added single-view/sv_customer", "Added er-schema/er_orders",
            ],
            scenario.Actions());
        Assert.Equal("er-schema/er_orders by C2", Why("single-view/sv_customer"));
        Assert.Equal("projection/orders/pr_orders by C2", Why("system/orders"));
        Assert.Equal("", Why("er-schema/er_orders"));

        string Why(string resource) => string.Join(";", scenario.Plan().Changes.Single(change => change.Resource.ToString() == resource).NeededBy.Select(need => $"{need.By} by {need.Rule}"));
    }

    [Fact]
    [Trait("Rule", "C2")]
    public void Plan_GivenDependenciesFail_RefusesAndListsThem()
    {
        var scenario = Scenario.Of(Source, request: Requests.Schemas("er_orders") with { Dependencies = DependencyPolicy.Fail });

        Assert.All(scenario.Problems(), problem => Assert.Equal((Reason.DependencyNotSelected, "C2"), (problem.Reason, problem.Rule)));
        Assert.Equal(
            ["system/orders", "system/stock", "projection/orders/pr_orders", "projection/stock/pr_stock", "single-view/sv_customer"],
            scenario.Problems().Select(problem => problem.Resource.ToString()!));
    }

    [Fact]
    [Trait("Rule", "C2")]
    public void Plan_GivenDependenciesFailAndAllSelected_Plans()
    {
        var selection = new Selection
        {
            ErSchemas = [new NamedSelection("er_orders")], SingleViews = [new NamedSelection("*")], SystemsOfRecord = [new SystemSelection("*")],
        };

        Assert.NotEmpty(Scenario.Of(Source, request: Scenario.All with { Selection = selection, Dependencies = DependencyPolicy.Fail }).Plan().Changes);
    }

    [Theory]
    [Trait("Rule", "C2")]
    [InlineData("""{"config": {"sv_customer": {"outgoing": {"pr_lines": {}}}}}""")]
    [InlineData("""{"erSchemaId": "er", "schema": {"version": "1", "config": {"pr_lines": {"outgoing": {"pr_lines": {}}}}}}""")]
    [InlineData("""{"config": {"pr_lin\u0065s": {"outgoing": {"sv_customer": {"conditions": {"c": {"condition": {"$or": [{"pr_stock": "pr_stock"}]}}}}}}}}""")]
    public void Plan_GivenAnErSchemaInAnyOfItsShapes_FindsWhatItNames(string schema)
    {
        var scenario = Scenario.Of(Source.ErSchema("er", schema), request: Requests.Schemas("er"));

        Assert.Contains("Added projection/orders/pr_lines", scenario.Actions());
        Assert.DoesNotContain("Added projection/stock/pr_stock", scenario.Actions());
    }

    [Fact]
    [Trait("Rule", "C3")]
    public void Plan_GivenANameThatIsNoResource_WarnsAndPlans()
    {
        var warnings = Scenario.Of(Source, request: Requests.Schemas("er_crud")).Plan().Warnings;

        Assert.All(warnings, warning => Assert.Equal((Reason.UnresolvedName, "C3"), (warning.Reason, warning.Rule)));
        Assert.Contains("\"crud_addresses\"", warnings[0].Message, StringComparison.Ordinal);
        Assert.Contains("\"sv_custmer\"", warnings[1].Message, StringComparison.Ordinal);
        Assert.Equal(2, warnings.Count);
    }

    [Theory]
    [Trait("Rule", "C3")]
    [InlineData("""{"version": "1.0.0"}""")]
    [InlineData("""{"config": "other"}""")]
    [InlineData("""{"config": {"a": {"incoming": {}}}}""")]
    [InlineData("""{"deeply": {"nested": {"config": {"sv_customer": {"outgoing": {}}}}}}""")]
    public void Plan_GivenAnErSchemaOfUnknownShape_Warns(string schema) =>
        Assert.Contains("what it needs is unknown", Assert.Single(Scenario.Of(new ProjectBuilder().ErSchema("er", schema)).Plan().Warnings).Message, StringComparison.Ordinal);

    [Fact]
    [Trait("Rule", "C4")]
    public void Plan_GivenANestedReference_IncludesItAndKeepsItsFirstOrigin()
    {
        var scenario = Scenario.Of(new ProjectBuilder().Projection("s", "pr_nested", more: $"\"importedFrom\": {Mark}"));

        var mark = scenario.Result()["systems"]!["s"]!["projections"]!["pr_nested"]!["importedFrom"]!;
        Assert.Equal("source-project", (string)mark["project"]!);
        Assert.Equal("first-project", (string)mark["origin"]!["project"]!);
        Assert.Equal("trunk", (string)mark["origin"]!["branch"]!);
        Assert.Equal("first-project", scenario.Plan().Changes[^1].Origin!.Project);
    }

    [Fact]
    [Trait("Rule", "C4")]
    public void Plan_GivenAChainOfReferences_KeepsTheFirstOriginOnly()
    {
        var middle = """{"project": "middle", "name": "sv", "origin": {"project": "first", "name": "sv0"}}""";
        var mark = Scenario.Of(new ProjectBuilder().SingleView("sv", $"\"importedFrom\": {middle}")).Result()["singleViews"]!["sv"]!["importedFrom"]!;

        Assert.Equal("first", (string)mark["origin"]!["project"]!);
        Assert.Equal("sv0", (string)mark["origin"]!["name"]!);
        Assert.Null(mark["origin"]!["origin"]);
    }

    [Fact]
    [Trait("Rule", "C4")]
    public void Plan_GivenNestedReferencesSkipped_LeavesThemOutWithAWarningEach()
    {
        var source = new ProjectBuilder().Projection("s", "pr_nested", more: $"\"importedFrom\": {Mark}").Projection("s", "pr_own").SingleView("sv", $"\"importedFrom\": {Mark}");
        var scenario = Scenario.Of(source, request: Scenario.All with { NestedReferences = NestedReferencePolicy.Skip });

        Assert.Equal(["Added system/s", "Added projection/s/pr_own"], scenario.Actions());
        Assert.Equal(["projection/s/pr_nested", "single-view/sv"], scenario.Plan().Warnings.Select(warning => warning.Resource.ToString()!));
        Assert.All(scenario.Plan().Warnings, warning => Assert.Contains("first-project", warning.Message, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Rule", "C4")]
    public void Plan_GivenSkippedSystems_KeepsThoseThatHoldWhatComesAlong()
    {
        var source = new ProjectBuilder().System("nested", $"\"importedFrom\": {Mark}").System("holder", $"\"importedFrom\": {Mark}").Projection("holder", "pr_own");

        Assert.Equal(["Added system/holder", "Added projection/holder/pr_own"], Scenario.Of(source, request: Scenario.All with { NestedReferences = NestedReferencePolicy.Skip }).Actions());
    }

    [Fact]
    [Trait("Rule", "C4")]
    public void Plan_GivenANestedReferenceThatDrifted_Warns() => Assert.Contains(
        Scenario.Of(new ProjectBuilder().SingleView("sv", """ "importedFrom": {"project": "first", "digest": "sha256:0"} """)).Plan().Warnings,
        warning => warning.Reason == Reason.NestedReferenceDrifted);

    [Fact]
    public void Plan_GivenDependencies_DrawsThem() => Assert.Contains(
        (new ResourceId(ResourceKind.ErSchema, "er_orders"), new ResourceId(ResourceKind.SingleView, "sv_customer")), Scenario.Of(Source, request: Requests.Schemas("er_orders")).Plan().Graph);
}

using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Tests.Building;

namespace FastDataOperator.Core.Tests.Imports;

public class SelectionTests
{
    private static ProjectBuilder Source => new ProjectBuilder()
        .CastFunction("toCents").CastFunction("defaultIdentity", type: "default")
        .Projection("orders", "pr_orders").Projection("orders", "pr_lines").Projection("stock", "pr_stock")
        .SingleView("sv_customer").SingleView("sv_cart").SingleView("other")
        .ErSchema("er_orders", "pr_orders", "pr_lines");

    [Fact]
    [Trait("Rule", "S1")]
    public void Plan_GivenASystem_TakesItWithAllItsProjections() =>
        Assert.Equal(["Added system/orders", "Added projection/orders/pr_lines", "Added projection/orders/pr_orders"], Actions(Requests.Systems(new SystemSelection("orders"))));

    [Fact]
    [Trait("Rule", "S1")]
    public void Plan_GivenASystemWithSomeProjections_TakesJustThose()
    {
        var plan = Scenario.Of(Source, request: Requests.Systems(new SystemSelection("orders", ["pr_lines"])));

        Assert.Equal(["Added system/orders", "Added projection/orders/pr_lines"], plan.Actions());
        Assert.Equal(["pr_lines"], plan.Result()["systems"]!["orders"]!["projections"]!.AsObject().Select(member => member.Key));
    }

    [Fact]
    [Trait("Rule", "S1")]
    public void Plan_GivenEachOtherKind_TakesIt()
    {
        Assert.Equal(["Added single-view/sv_cart"], Actions(Requests.Of(new NamedSelection("sv_cart"))));
        Assert.Equal(["Added cast-function/toCents"], Actions(Requests.Casts("toCents")));
        Assert.Contains("Added er-schema/er_orders", Actions(Requests.Schemas("er_orders")));
    }

    [Theory]
    [Trait("Rule", "S2")]
    [InlineData("sv_*", "sv_cart,sv_customer")]
    [InlineData("sv_c?rt", "sv_cart")]
    [InlineData("*", "other,sv_cart,sv_customer")]
    [InlineData("*er", "other,sv_customer")]
    public void Plan_GivenAGlob_TakesWhatMatches(string glob, string expected) =>
        Assert.Equal(expected.Split(',').Select(name => "Added single-view/" + name), Actions(Requests.Of(new NamedSelection(glob))));

    [Fact]
    [Trait("Rule", "S2")]
    public void Plan_GivenAGlob_MindsLetterCase() => Assert.Equal(Reason.NotInSource, Assert.Single(Problems(Requests.Of(new NamedSelection("SV_*")))).Reason);

    [Fact]
    [Trait("Rule", "S2")]
    public void Plan_GivenGlobsForSystemsAndProjections_TakesWhatMatchesBoth() =>
        Assert.Equal(["Added system/orders", "Added system/stock", "Added projection/orders/pr_orders"], Actions(Requests.Systems(new SystemSelection("*", ["pr_o*"]))));

    [Fact]
    [Trait("Rule", "S2")]
    public void Plan_GivenAll_TakesEverythingButDefaultCastFunctions() => Assert.Equal(
        [
            "Added cast-function/toCents", "Added system/orders", "Added system/stock", "Added projection/orders/pr_lines", "Added projection/orders/pr_orders",
            "Added projection/stock/pr_stock", "Added single-view/other", "Added single-view/sv_cart", "Added single-view/sv_customer", "Added er-schema/er_orders",
        ],
        Actions(Scenario.All));

    [Fact]
    [Trait("Rule", "S2")]
    public void Plan_GivenNothingSelected_Refuses() => Assert.Equal(Reason.EmptySelection, Assert.Single(Problems(Scenario.All with { Selection = new Selection() })).Reason);

    [Fact]
    [Trait("Rule", "S2")]
    public void Plan_GivenAnEmptyListOfProjections_Refuses() => Assert.Equal(Reason.EmptySelection, Assert.Single(Problems(Requests.Systems(new SystemSelection("orders", [])))).Reason);

    [Fact]
    [Trait("Rule", "S2")]
    public void Plan_GivenAllOfAnEmptySource_Refuses() =>
        Assert.Equal(Reason.EmptySelection, Assert.Single(Scenario.Of(new ProjectBuilder().CastFunction("defaultIdentity", type: "default")).Problems()).Reason);

    [Fact]
    [Trait("Rule", "S3")]
    public void Plan_GivenAMisspeltName_NamesTheNearest()
    {
        var problem = Assert.Single(Problems(Requests.Of(new NamedSelection("sv_custmer"))));

        Assert.Equal((Reason.NotInSource, "S3"), (problem.Reason, problem.Rule));
        Assert.Contains("sv_custmer", problem.Message, StringComparison.Ordinal);
        Assert.Contains("source-project", problem.Message, StringComparison.Ordinal);
        Assert.Equal("did you mean sv_customer?", problem.Remedy);
    }

    [Fact]
    [Trait("Rule", "S3")]
    public void Plan_GivenSeveralNamesThatAreMissing_NamesAllOfThem()
    {
        var problems = Problems(Scenario.All with
        {
            Selection = new Selection
            {
                SystemsOfRecord = [new SystemSelection("ordrs"), new SystemSelection("orders", ["pr_line"])],
                SingleViews = [new NamedSelection("nothing*")], CastFunctions = [new NamedSelection("toCent")], ErSchemas = [new NamedSelection("er")],
            },
        });

        Assert.All(problems, problem => Assert.Equal(Reason.NotInSource, problem.Reason));
        Assert.Equal(["ordrs", "pr_line", "nothing*", "er", "toCent"], problems.Select(problem => problem.Resource!.Value.Name));
        Assert.Contains("pr_lines", problems[1].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "S3")]
    public void Plan_GivenAProjectionOfAnotherSystem_Refuses() =>
        Assert.Contains("System of Record orders", Assert.Single(Problems(Requests.Systems(new SystemSelection("orders", ["pr_stock"])))).Message, StringComparison.Ordinal);

    [Fact]
    [Trait("Rule", "C1")]
    public void Plan_GivenADefaultCastFunctionByName_Refuses() =>
        Assert.Contains("default cast function", Assert.Single(Problems(Requests.Casts("defaultIdentity"))).Message, StringComparison.Ordinal);

    [Fact]
    [Trait("Rule", "C1")]
    public void Plan_GivenAGlobOfCastFunctions_PassesOverDefaultOnes() => Assert.Equal(["Added cast-function/toCents"], Actions(Requests.Casts("*")));

    [Fact]
    [Trait("Rule", "M1")]
    public void Plan_GivenModesOfSingleResources_OverridesTheImports()
    {
        var plan = Scenario.Of(Source, request: Requests.Of(new NamedSelection("*"), new NamedSelection("sv_*", ImportMode.Resource), new NamedSelection("sv_cart", ImportMode.Reference))).Plan();

        Assert.Equal(
            [("other", ImportMode.Reference), ("sv_cart", ImportMode.Reference), ("sv_customer", ImportMode.Resource)],
            plan.Changes.Select(change => (change.Resource.Name, change.ImportAs!.Value)));
    }

    [Fact]
    [Trait("Rule", "M1")]
    public void Plan_GivenAResourceAsBoth_Refuses() => Assert.Equal(Reason.ConflictingSelection,
        Assert.Single(Problems(Requests.Of(new NamedSelection("sv_cart", ImportMode.Resource), new NamedSelection("sv_cart", ImportMode.Reference)))).Reason);

    [Fact]
    [Trait("Rule", "M1")]
    public void Plan_GivenTwoModesForProjectionsOfOneSystem_GivesEachItsOwn()
    {
        var request = Requests.Systems(new SystemSelection("orders", ["pr_orders"], ImportMode.Resource), new SystemSelection("orders", ["pr_lines"], ImportMode.Reference));

        Assert.Equal(
            [("orders", ImportMode.Reference), ("pr_lines", ImportMode.Reference), ("pr_orders", ImportMode.Resource)],
            Scenario.Of(Source, request: request).Plan().Changes.Select(change => (change.Resource.Name, change.ImportAs!.Value)));
    }

    [Fact]
    public void Plan_GivenControlCharactersInAName_ShowsThemSafely() =>
        Assert.DoesNotContain('\u001b', Assert.Single(Scenario.Of(new ProjectBuilder().CastFunction("a\u001b[2J", type: "default"), request: Requests.Casts("a\u001b[2J")).Problems()).ToString());

    private static IEnumerable<string> Actions(ImportRequest request) => Scenario.Of(Source, request: request).Actions();

    private static IReadOnlyList<Finding> Problems(ImportRequest request) => Scenario.Of(Source, request: request).Problems();
}

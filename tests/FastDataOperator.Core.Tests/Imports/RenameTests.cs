using System.Text;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Resources;
using FastDataOperator.Core.Tests.Building;

namespace FastDataOperator.Core.Tests.Imports;

public class RenameTests
{
    private static ProjectBuilder Source => new ProjectBuilder()
        .CastFunction("toCents", "\"note\": \"toCents\"").Projection("s", "p", ["toCents"], """ "systemId": "s", "description": "p of s", "topics": {"dev": "t.dev.s.p.ingestion"} """)
        .SingleView("sv", "\"id\": \"sv\"").ErSchema("er", "p", "sv", "p");

    [Fact]
    [Trait("Rule", "R1")]
    public void Plan_GivenRenames_FollowsEveryMentionInsideTheImportedSet()
    {
        var result = Renamed(
            new(ResourceKind.CastFunction, "toCents", "toEuroCents"), new(ResourceKind.SystemOfRecord, "s", "s2"), new(ResourceKind.Projection, "p", "p2"),
            new(ResourceKind.SingleView, "sv", "sv2"), new(ResourceKind.ErSchema, "er", "er2")).Result();

        var projection = result["systems"]!["s2"]!["projections"]!["p2"]!;
        Assert.Equal("s2", (string)result["systems"]!["s2"]!["systemId"]!);
        Assert.Equal("s2", (string)result["systems"]!["s2"]!["name"]!);
        Assert.Equal("p2", (string)projection["projectionId"]!);
        Assert.Equal("s2", (string)projection["systemId"]!);
        Assert.Equal("toEuroCents", (string)projection["fields"]![0]!["castFunctionId"]!);
        Assert.Equal("toEuroCents", (string)result["castFunctions"]!["toEuroCents"]!["castFunctionId"]!);
        Assert.Equal("sv2", (string)result["singleViews"]!["sv2"]!["id"]!);
        Assert.Equal(["p2"], result["erSchemas"]!["er2"]!["config"]!.AsObject().Select(member => member.Key));
        Assert.Equal(["sv2", "p2"], result["erSchemas"]!["er2"]!["config"]!["p2"]!["outgoing"]!.AsObject().Select(member => member.Key));
    }

    [Fact]
    [Trait("Rule", "R1")]
    public void Plan_GivenRenames_LeavesFreeTextAndFunctionSource()
    {
        var source = Source.Put("castFunctions", "toCents", """{"castFunctionId": "toCents", "casting": "toCents p s", "note": "toCents"}""");
        var result = (Renamed(new Rename(ResourceKind.CastFunction, "toCents", "x"), new Rename(ResourceKind.Projection, "p", "p2"), new Rename(ResourceKind.SystemOfRecord, "s", "s2")) with { Source = source.Bytes() }).Result();

        Assert.Equal("p of s", (string)result["systems"]!["s2"]!["projections"]!["p2"]!["description"]!);
        Assert.Equal("t.dev.s.p.ingestion", (string)result["systems"]!["s2"]!["projections"]!["p2"]!["topics"]!["dev"]!);
        Assert.Equal("toCents p s", (string)result["castFunctions"]!["x"]!["casting"]!);
        Assert.Equal("toCents", (string)result["castFunctions"]!["x"]!["note"]!);
    }

    [Fact]
    [Trait("Rule", "R1")]
    public void Plan_GivenASwap_SwapsAtOnce()
    {
        var source = new ProjectBuilder().CastFunction("a", "\"which\": 1").CastFunction("b", "\"which\": 2").Projection("s", "p", ["a", "b"]).Projection("s", "q").ErSchema("er", "p", "q");
        var scenario = Scenario.Of(source, request: Scenario.All with
        {
            Renames = [new(ResourceKind.CastFunction, "a", "b"), new(ResourceKind.CastFunction, "b", "a"), new(ResourceKind.Projection, "p", "q"), new(ResourceKind.Projection, "q", "p")],
        });

        Assert.Equal(2, (int)scenario.Result()["castFunctions"]!["a"]!["which"]!);
        Assert.Equal(["b", "a"], scenario.Result()["systems"]!["s"]!["projections"]!["q"]!["fields"]!.AsArray().Select(field => (string)field!["castFunctionId"]!));
        Assert.Equal("p", scenario.Result()["erSchemas"]!["er"]!["config"]!["q"]!["outgoing"]!.AsObject().Single().Key);
        Assert.False(scenario.Applied().Plan().HasChanges);
    }

    [Fact]
    [Trait("Rule", "R1")]
    public void Plan_GivenARename_KeepsTheOriginalNameInTheMark() =>
        Assert.Equal("sv", (string)Renamed(new Rename(ResourceKind.SingleView, "sv", "sv2")).Result()["singleViews"]!["sv2"]!["importedFrom"]!["name"]!);

    [Fact]
    [Trait("Rule", "R1")]
    public void Plan_GivenARenameOfWhatIsNotImported_RefusesAndNamesTheNearest()
    {
        var problem = Assert.Single(Renamed(new Rename(ResourceKind.CastFunction, "toCent", "x")).Problems());

        Assert.Equal((Reason.NotInSource, "R1"), (problem.Reason, problem.Rule));
        Assert.Contains("toCents", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "R1")]
    public void Plan_GivenTwoRenamesOfOneResource_Refuses() => Assert.Equal(Reason.ConflictingRename,
        Assert.Single(Renamed(new Rename(ResourceKind.SingleView, "sv", "a"), new Rename(ResourceKind.SingleView, "sv", "b")).Problems()).Reason);

    [Theory]
    [Trait("Rule", "R2")]
    [InlineData(ImportMode.Reference)]
    [InlineData(ImportMode.Resource)]
    public void Plan_GivenARenameOfANestedReference_Refuses(ImportMode mode)
    {
        var source = new ProjectBuilder().SingleView("sv", """ "importedFrom": {"project": "middle", "origin": {"project": "first"}} """);
        var problem = Assert.Single(Scenario.Of(source, request: Scenario.All with { ImportAs = mode, Renames = [new(ResourceKind.SingleView, "sv", "sv2")] }).Problems());

        Assert.Equal((Reason.NestedReferenceRename, "R2"), (problem.Reason, problem.Rule));
        Assert.Contains("first", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Rule", "R3")]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("-starts-with-dash")]
    [InlineData("ünïcode")]
    [InlineData("slash/y")]
    [InlineData("line\nbreak")]
    public void Plan_GivenANameOfWrongForm_Refuses(string name) =>
        Assert.Equal((Reason.InvalidName, "R3"), (Assert.Single(Renamed(new Rename(ResourceKind.SingleView, "sv", name)).Problems()) is var problem ? (problem.Reason, problem.Rule) : default));

    [Fact]
    [Trait("Rule", "R3")]
    public void Plan_GivenAnEndlessName_Refuses() =>
        Assert.Equal(Reason.InvalidName, Assert.Single(Renamed(new Rename(ResourceKind.SingleView, "sv", new string('x', 121))).Problems()).Reason);

    [Fact]
    [Trait("Rule", "R3")]
    public void Plan_GivenANewNameThatExists_RefusesAsAnyOther()
    {
        var scenario = Renamed(new Rename(ResourceKind.SingleView, "sv", "taken"));

        Assert.Equal("K1", Assert.Single((scenario with { Destination = new ProjectBuilder().SingleView("taken").Bytes() }).Problems()).Rule);
        Assert.Equal("K4", Assert.Single((scenario with { Destination = new ProjectBuilder().Projection("other", "taken").Bytes() }).Problems()).Rule);
    }

    [Theory]
    [Trait("Rule", "R3")]
    [InlineData(ResourceKind.SingleView, "sv", ResourceKind.Projection, "p")]
    [InlineData(ResourceKind.Projection, "p", ResourceKind.SingleView, "sv")]
    public void Plan_GivenTheSameNewNameTwice_Refuses(ResourceKind first, string from, ResourceKind second, string also)
    {
        var problem = Assert.Single(Renamed(new Rename(first, from, "same"), new Rename(second, also, "same")).Problems());

        Assert.Equal((Reason.NameCollision, "R3"), (problem.Reason, problem.Rule));
        Assert.Contains("2 imported resources", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "R3")]
    public void Plan_GivenANewNameOfAnotherImportedResource_Refuses() =>
        Assert.Equal("R3", Assert.Single(Renamed(new Rename(ResourceKind.SingleView, "sv", "p")).Problems()).Rule);

    [Fact]
    [Trait("Rule", "R3")]
    public void Plan_GivenANewNameThatASchemaUsesForSomethingElse_Refuses()
    {
        var source = new ProjectBuilder().SingleView("sv").ErSchema("er", "sv", "crud_orders");
        var problem = Assert.Single(Scenario.Of(source, request: Scenario.All with { Renames = [new(ResourceKind.SingleView, "sv", "crud_orders")] }).Problems());

        Assert.Equal((Reason.NameCollision, "R3"), (problem.Reason, problem.Rule));
        Assert.Contains("er", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "R3")]
    public void Plan_GivenANewNameThatAFieldUsesForAFunctionThatIsMissing_Refuses()
    {
        var source = new ProjectBuilder().CastFunction("a").Projection("s", "p", ["a", "gone"]);

        Assert.Equal("R3", Assert.Single(Scenario.Of(source, request: Scenario.All with { Renames = [new(ResourceKind.CastFunction, "a", "gone")] }).Problems()).Rule);
    }

    [Fact]
    [Trait("Rule", "R1")]
    public void Plan_GivenANameWrittenWithEscapes_FollowsItToo()
    {
        var source = """{"singleViews": {"s\u0076": {"singleViewId": "\u0073v"}}, "erSchemas": {"er": {"config": {"\u0073v": {"outgoing": {}}}}}}""";
        var result = (Renamed(new Rename(ResourceKind.SingleView, "sv", "x")) with { Source = Encoding.UTF8.GetBytes(source) }).Result();

        Assert.Equal("x", (string)result["singleViews"]!["x"]!["singleViewId"]!);
        Assert.Equal("x", result["erSchemas"]!["er"]!["config"]!.AsObject().Single().Key);
    }

    private static Scenario Renamed(params Rename[] renames) => Scenario.Of(Source, request: Scenario.All with { Renames = renames });
}

using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Resources;
using FastDataOperator.Core.Tests.Building;

namespace FastDataOperator.Core.Tests.Imports;

public class CollisionTests
{
    private static readonly ImportRequest AsResource = Scenario.All with { ImportAs = ImportMode.Resource };

    private static ProjectBuilder Source => new ProjectBuilder().CastFunction("toCents").Projection("s", "p", ["toCents"]).SingleView("sv").ErSchema("er", "p", "sv");

    [Theory]
    [Trait("Rule", "K1")]
    [InlineData(ImportMode.Reference)]
    [InlineData(ImportMode.Resource)]
    public void Plan_GivenNamesThatExist_RefusesNamingEveryOneAndWhatResolvesIt(ImportMode mode)
    {
        var destination = new ProjectBuilder().CastFunction("toCents", "\"own\": 1").Projection("s", "p", more: "\"own\": 1").SingleView("sv", "\"own\": 1").ErSchema("er", "{}").System("s", "\"own\": 1");
        var problems = Scenario.Of(Source, destination.Projection("s", "p", more: "\"own\": 1"), Scenario.All with { ImportAs = mode }).Problems();

        Assert.Equal(["cast-function/toCents", "system/s", "projection/s/p", "single-view/sv", "er-schema/er"], problems.Select(problem => problem.Resource.ToString()!));
        Assert.All(problems, problem => Assert.Equal((Reason.NameCollision, "K1"), (problem.Reason, problem.Rule)));
        Assert.All(problems, problem => Assert.Contains("rename it on import", problem.Remedy, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Rule", "K1")]
    public void Plan_GivenOneCollisionAmongMany_WritesNothingAtAll() =>
        Assert.Equal("single-view/sv", Assert.Single(Scenario.Of(Source, new ProjectBuilder().SingleView("sv")).Problems()).Resource.ToString());

    [Theory]
    [Trait("Rule", "K1")]
    [InlineData("""{"project": "another-project", "name": "sv"}""", "another-project")]
    [InlineData("""{"project": "source-project", "name": "sv_other"}""", "sv_other")]
    public void Plan_GivenAReferenceToSomethingElse_Refuses(string mark, string named)
    {
        var problem = Assert.Single(Scenario.Of(Source, new ProjectBuilder().SingleView("sv", $"\"importedFrom\": {mark}")).Problems());

        Assert.Equal("K1", problem.Rule);
        Assert.Contains(named, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "K1")]
    public void Plan_GivenACollisionOfANestedReference_DoesNotProposeARename()
    {
        var source = new ProjectBuilder().SingleView("sv", "\"importedFrom\": {\"project\": \"first\"}");

        Assert.DoesNotContain("on import", Assert.Single(Scenario.Of(source, new ProjectBuilder().SingleView("sv")).Problems()).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "K2")]
    public void Plan_GivenAReferenceOfTheSameNameAndProject_UpdatesIt()
    {
        var moved = Source.SingleView("sv", "\"moved\": true");
        var scenario = Scenario.Of(Source).Applied() with { Source = moved.Bytes() };

        Assert.Equal(ChangeAction.Updated, scenario.ActionOf("single-view/sv"));
        Assert.Equal(["+ moved: true"], scenario.Plan().Changes.Single(change => change.Writes).Differences);
        Assert.True((bool)scenario.Result()["singleViews"]!["sv"]!["moved"]!);
    }

    [Fact]
    [Trait("Rule", "K2")]
    public void Plan_GivenAReferenceThatTheConsoleMarked_UpdatesItByItsOwnName()
    {
        var scenario = Scenario.Of(new ProjectBuilder().SingleView("sv", "\"new\": 1"), new ProjectBuilder().SingleView("sv", """ "importedFrom": {"project": "source-project"} """));

        Assert.Equal(ChangeAction.Updated, scenario.ActionOf("single-view/sv"));
        Assert.DoesNotContain(scenario.Applied().Plan().Changes, change => change.Writes);
    }

    [Fact]
    [Trait("Rule", "K2")]
    public void Plan_GivenARenamedReference_UpdatesItUnderItsNewName()
    {
        var request = Requests.Of(new NamedSelection("sv")) with { Renames = [Requests.Rename(ResourceKind.SingleView, "sv", "sv_copy")] };
        var scenario = Scenario.Of(Source, request: request).Applied() with { Source = Source.SingleView("sv", "\"moved\": true").Bytes() };

        Assert.Equal(["Updated single-view/sv_copy"], scenario.Actions());
    }

    [Fact]
    [Trait("Rule", "K3")]
    public void Plan_GivenAResourceOverAReference_Refuses()
    {
        var scenario = Scenario.Of(new ProjectBuilder().SingleView("sv")).Applied() with { Request = AsResource };

        Assert.Equal((Reason.NameCollision, "K3"), (scenario.Problems()[0].Reason, scenario.Problems()[0].Rule));
    }

    [Fact]
    [Trait("Rule", "K3")]
    public void Plan_GivenAResourceOverAReference_RefusesEvenWhenAskedForACopyItMade()
    {
        var copies = new HashSet<ResourceId> { new(ResourceKind.SingleView, "sv") };

        Assert.Equal("K3", Assert.Single((Scenario.Of(new ProjectBuilder().SingleView("sv")).Applied() with { Request = AsResource with { Copies = copies, Asked = true } }).Problems()).Rule);
    }

    [Fact]
    [Trait("Rule", "K3")]
    public void Plan_GivenAReferenceOverAResourceOfTheSameContent_Refuses() =>
        Assert.Contains("as a resource", Assert.Single(Scenario.Of(new ProjectBuilder().SingleView("sv"), new ProjectBuilder().SingleView("sv")).Problems()).Message, StringComparison.Ordinal);

    [Fact]
    [Trait("Rule", "K4")]
    public void Plan_GivenAProjectionCalledLikeOneOfAnotherSystem_Refuses()
    {
        var problem = Assert.Single(Scenario.Of(new ProjectBuilder().Projection("s", "p"), new ProjectBuilder().Projection("other", "p")).Problems());

        Assert.Equal((Reason.NameCollision, "K4"), (problem.Reason, problem.Rule));
        Assert.Contains("Projection of System of Record other", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "K4")]
    public void Plan_GivenAProjectionCalledLikeASingleView_Refuses() =>
        Assert.Contains("Single View of the destination", Assert.Single(Scenario.Of(new ProjectBuilder().Projection("s", "p"), new ProjectBuilder().SingleView("p")).Problems()).Message, StringComparison.Ordinal);

    [Fact]
    [Trait("Rule", "K4")]
    public void Plan_GivenASingleViewCalledLikeAProjection_Refuses() =>
        Assert.Equal("K4", Assert.Single(Scenario.Of(new ProjectBuilder().SingleView("p"), new ProjectBuilder().Projection("s", "p")).Problems()).Rule);

    [Fact]
    [Trait("Rule", "K4")]
    public void Plan_GivenACrudCollectionOfThatName_Refuses()
    {
        var console = Consoles.Read("""{"services": {"g": {"sourceComponentId": "single-view-trigger-generator"}}, "collections": {"p": {"id": "p"}, "x": {"name": "sv"}}}""");
        var problems = (Scenario.Of(new ProjectBuilder().Projection("s", "p").SingleView("sv")) with { Console = console }).Problems();

        Assert.Equal(["projection/s/p", "single-view/sv"], problems.Select(problem => problem.Resource.ToString()!));
        Assert.All(problems, problem => Assert.Contains("CRUD collection", problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Rule", "K4")]
    public void Plan_GivenOtherKindsOfThatName_Plans() => Assert.NotEmpty(
        Scenario.Of(new ProjectBuilder().Projection("same", "p"), new ProjectBuilder().CastFunction("p").CastFunction("same").ErSchema("p", "{}").SingleView("same")).Plan().Changes);

    [Fact]
    [Trait("Rule", "K4")]
    public void Plan_GivenAProjectionThatMovedToAnotherSystem_MovesItWhenPruning()
    {
        var scenario = Scenario.Of(new ProjectBuilder().Projection("s1", "p").System("s2").ErSchema("er", "p", "p")).Applied()
            with { Source = new ProjectBuilder().System("s1").Projection("s2", "p").ErSchema("er", "p", "p").Bytes(), Request = Scenario.All with { Prune = true } };

        Assert.Equal(["Unchanged system/s1", "Unchanged system/s2", "Removed projection/s1/p", "Added projection/s2/p", "Unchanged er-schema/er"], scenario.Actions());
        Assert.NotNull(scenario.Result()["systems"]!["s2"]!["projections"]!["p"]);
        Assert.Empty(scenario.Result()["systems"]!["s1"]!["projections"]!.AsObject());
    }

    [Theory]
    [Trait("Rule", "K5")]
    [InlineData(ImportMode.Reference)]
    [InlineData(ImportMode.Resource)]
    public void Plan_GivenTheSameContentAgain_ChangesNothing(ImportMode mode)
    {
        var once = Scenario.Of(Source, request: Scenario.All with { ImportAs = mode }).Applied();
        var laterCommit = once with { From = Scenario.Origin with { Commit = new string('f', 40), ExportedAt = DateTimeOffset.UnixEpoch } };

        Assert.False(laterCommit.Plan().HasChanges);
        Assert.Equal(0, laterCommit.Plan().Edit.SpliceCount);
        Assert.Equal(once.Destination, laterCommit.Plan().Edit.ToArray());
    }

    [Theory]
    [Trait("Rule", "K5")]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Plan_GivenACopyThatEitherSideChanged_LeavesItAloneUntilAsked(bool ownersEdit, bool sourceMoves)
    {
        var before = new ProjectBuilder().SingleView("sv", "\"version\": 1");
        var scenario = Scenario.Of(sourceMoves ? new ProjectBuilder().SingleView("sv", "\"version\": 2") : before, ownersEdit ? new ProjectBuilder().SingleView("sv", "\"version\": 3") : before,
            AsResource with { Copies = new HashSet<ResourceId> { new(ResourceKind.SingleView, "sv") } });

        Assert.Equal(["LeftAlone single-view/sv"], scenario.Actions());
        Assert.Equal((Reason.CopyLeftAlone, "K5"), (Assert.Single(scenario.Plan().Warnings).Reason, scenario.Plan().Warnings[0].Rule));
        Assert.False(scenario.Plan().HasChanges);
        var asked = scenario with { Request = scenario.Request with { Asked = true } };
        Assert.Equal(["Restored single-view/sv"], asked.Actions());
        Assert.Equal(sourceMoves ? 2 : 1, (int)asked.Result()["singleViews"]!["sv"]!["version"]!);
        Assert.Null(asked.Result()["singleViews"]!["sv"]!["importedFrom"]);
    }

    [Fact]
    [Trait("Rule", "K5")]
    public void Plan_GivenACopyThatItsOwnersRemoved_LeavesItAloneUntilAsked()
    {
        var copies = new HashSet<ResourceId> { new(ResourceKind.SystemOfRecord, "s"), new(ResourceKind.Projection, "p", "s") };
        var scenario = Scenario.Of(new ProjectBuilder().Projection("s", "p"), request: AsResource with { Copies = copies });

        Assert.Equal(["LeftAlone system/s", "LeftAlone projection/s/p"], scenario.Actions());
        Assert.Equal(["Added system/s", "Added projection/s/p"], (scenario with { Request = scenario.Request with { Asked = true } }).Actions());
    }

    [Fact]
    [Trait("Rule", "K5")]
    public void Plan_GivenANewProjectionOfACopiedSystemThatWasRemoved_MakesTheSystemAgain()
    {
        var scenario = Scenario.Of(new ProjectBuilder().Projection("s", "p"), request: AsResource with { Copies = new HashSet<ResourceId> { new(ResourceKind.SystemOfRecord, "s") } });

        Assert.Equal(["Added system/s", "Added projection/s/p"], scenario.Actions());
        Assert.NotNull(scenario.Result()["systems"]!["s"]!["projections"]!["p"]);
    }

    [Fact]
    [Trait("Rule", "K5")]
    public void Plan_GivenACopyItDidNotMake_IsACollision() =>
        Assert.Equal("K1", Assert.Single(Scenario.Of(new ProjectBuilder().SingleView("sv"), new ProjectBuilder().SingleView("sv", "\"own\": 1"), AsResource).Problems()).Rule);
}

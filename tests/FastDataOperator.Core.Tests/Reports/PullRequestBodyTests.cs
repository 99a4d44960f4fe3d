using FastDataOperator.Core.Reports;
using FastDataOperator.Core.Resources;
using FastDataOperator.Core.Tests.Building;

namespace FastDataOperator.Core.Tests.Reports;

/// <summary>G4: what a reviewer reads. The texts are in <c>Approved/</c>; with FASTDATA_APPROVE set, what is written becomes what is approved.</summary>
public class PullRequestBodyTests
{
    [Theory]
    [MemberData(nameof(PullRequestDialects.Names), MemberType = typeof(PullRequestDialects))]
    [Trait("Rule", "G4")]
    public void Write_GivenSomethingOfEverything_IsAsApproved(string forge)
    {
        var dialect = PullRequestDialects.Of(forge);
        var text = $"{PullRequestBody.Title(Plans.Review(), dialect)}\n\n{PullRequestBody.Write(Plans.Review(), Plans.Context, dialect)}";
        var path = Files.PathOf($"tests/FastDataOperator.Core.Tests/Reports/Approved/{forge}.md");
        if (Environment.GetEnvironmentVariable("FASTDATA_APPROVE") is not null)
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.ReadAllText(path), text);
    }

    [Fact]
    public void Page_OfPullRequests_ShowsWhatIsWritten()
    {
        var dialect = PullRequestDialects.Of("GitHub");
        var page = File.ReadAllText(Files.PathOf("docs/pull-requests.md"));

        Assert.Contains($"`{PullRequestBody.Title(Plans.Review(), dialect)}`:\n\n````markdown\n{PullRequestBody.Write(Plans.Review(), Plans.Context, dialect)}````\n", page, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "G4")]
    public void Write_GivenTheSameTwice_WritesTheSame() => Assert.Equal(
        PullRequestBody.Write(Plans.Review(), Plans.Context, PullRequestDialects.Of("GitHub")), PullRequestBody.Write(Plans.Review(), Plans.Context, PullRequestDialects.Of("GitHub")));

    [Theory]
    [MemberData(nameof(PullRequestDialects.Names), MemberType = typeof(PullRequestDialects))]
    [Trait("Rule", "G4")]
    public void Write_GivenMoreThanFits_CutsRowsKeepsTheAdviceAndSaysWhereAllOfItIs(string forge)
    {
        var plan = Plans.Review();
        plan = plan with { Changes = [.. plan.Changes, .. Enumerable.Range(0, 1_000).Select(static at => Plans.Added(ResourceKind.SingleView, $"sv_{at:000}"))] };
        var dialect = PullRequestDialects.Of(forge);
        var body = PullRequestBody.Write(plan, Plans.Context, dialect);

        Assert.Matches(@"\n\n… and [0-9,]+ more resources\.\n", body);
        Assert.Contains("The whole plan: `kubectl fastdata plan orders-from-core -n team-a -o json`.", body, StringComparison.Ordinal);
        Assert.Contains("- **Pause** it: `kubectl fastdata suspend orders-from-core -n team-a`", body, StringComparison.Ordinal);

        // What room there is is used: less than a section's longest row is left where something was cut.
        Assert.True(dialect.MostBody > 20_000 || body.Length + body.Count(static character => character == '\n') > dialect.MostBody - 400);
    }

    [Theory]
    [InlineData("GitHub", false)]
    [InlineData("GitLab", true)]
    [Trait("Rule", "G4")]
    public void Write_GivenAPictureThatTheForgeWouldNotDraw_DrawsLessAndSaysWhereAllOfItIs(string forge, bool isCut)
    {
        var plan = Plans.Of([.. Enumerable.Range(0, 60).Select(static at => Plans.Added(ResourceKind.SingleView, $"sv_{at:000}"))]);
        plan = plan with { Graph = [(plan.Changes[0].Resource, plan.Changes[1].Resource)] };
        var body = PullRequestBody.Write(plan, Plans.Context, PullRequestDialects.Of(forge));

        Assert.Equal(60, body.Split("| `sv_").Length - 1);
        Assert.Equal(isCut, body.Contains(" more resources that the picture leaves out.\n\nThe whole plan: ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(PullRequestDialects.Names), MemberType = typeof(PullRequestDialects))]
    [Trait("Rule", "G4")]
    public void Write_GivenNothingThatNeedsAnything_DrawsNothing(string forge) => Assert.DoesNotContain(
        "What needs what", PullRequestBody.Write(Plans.Review() with { Graph = [] }, Plans.Context, PullRequestDialects.Of(forge)), StringComparison.Ordinal);

    [Fact]
    [Trait("Rule", "G4")]
    public void Write_GivenASourceThatIsATag_SaysSo()
    {
        var plan = Plans.Review() with { Origin = Plans.Origin with { Branch = "v1.2.0", IsTag = true } };

        Assert.Contains(", tag `v1.2.0`, commit ", PullRequestBody.Write(plan, Plans.Context, PullRequestDialects.Of("GitHub")), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "G4")]
    public void Write_GivenACommandLine_TellsItsCommands()
    {
        var body = PullRequestBody.Write(Plans.Review(), Plans.Context with { IsInCluster = false }, PullRequestDialects.Of("GitHub"));

        Assert.DoesNotContain("kubectl", body, StringComparison.Ordinal);
        Assert.Contains("`fastdata import --update`", body, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "P2")]
    public void Write_GivenARemoval_SaysWhyAndNamesNoSource()
    {
        var body = PullRequestBody.Write(Plans.Removal(), Plans.Context, PullRequestDialects.Of("GitHub"));

        Assert.Contains("would **remove 1 Projection and 1 ER schema** on `main`. The import was deleted, and the references that it kept here go with it.", body, StringComparison.Ordinal);
        Assert.DoesNotContain("From project", body, StringComparison.Ordinal);
        Assert.Equal("fastdata: remove 1 Projection and 1 ER schema (team-a/orders)", PullRequestBody.Title(Plans.Removal(), PullRequestDialects.Of("GitHub")));
    }

    [Fact]
    [Trait("Rule", "G2")]
    public void Write_GivenSomebodyElsesCommit_SaysItFirst() => Assert.StartsWith(
        "> **Somebody else's commit `0123abcd` is on `fastdata/team-a/orders-from-core`, and the import leaves this branch alone.**",
        PullRequestBody.Write(Plans.Review(), Plans.Context with { Notice = new PullRequestNotice.ForeignCommits("0123abcd") }, PullRequestDialects.Of("GitHub")), StringComparison.Ordinal);

    [Fact]
    [Trait("Rule", "G1")]
    public void Write_GivenAChangeThatIsNoLongerNeeded_SaysItFirst()
    {
        var body = PullRequestBody.Write(Plans.Of(), Plans.Context with { Notice = new PullRequestNotice.NoLongerNeeded() }, PullRequestDialects.Of("GitHub"));

        Assert.StartsWith("> **Closed: this change is no longer needed.**", body, StringComparison.Ordinal);
        Assert.Contains("would change nothing on `main`", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "> **Closed: this change is proposed elsewhere instead.**")]
    [InlineData("release", "> **Closed: this change is proposed in `release` instead.**")]
    [Trait("Rule", "G1")]
    public void Write_GivenAnotherInItsPlace_SaysWhere(string? where, string expected) => Assert.StartsWith(
        expected, PullRequestBody.Write(Plans.Of(), Plans.Context with { Notice = new PullRequestNotice.Superseded(where) }, PullRequestDialects.Of("GitHub")), StringComparison.Ordinal);

    [Fact]
    [Trait("Rule", "G4")]
    public void Title_GivenLessRoom_SaysLess()
    {
        var dialect = PullRequestDialects.Of("GitHub");
        Assert.Equal("fastdata: import 1 Projection and 1 cast function, update 1 ER schema from core-data (team-a/orders)", PullRequestBody.Title(Plans.Rich(), dialect));
        Assert.Equal("fastdata: import 2 dependencies, update 1 ER schema from core-data (team-a/orders)", PullRequestBody.Title(Plans.Rich(), dialect with { MostTitle = 98 }));
        Assert.Equal("fastdata: import 2 and update 1 resources (team-a/orders)", PullRequestBody.Title(Plans.Rich(), dialect with { MostTitle = 60 }));
        Assert.Equal("fastdata: 3 changes (team-…", PullRequestBody.Title(Plans.Rich(), dialect with { MostTitle = 27 }));
    }
}

using System.Diagnostics;
using System.Text;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Reports;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Tests.Reports;

/// <summary>G4.</summary>
public class CommitMessageTests
{
    private static readonly string[] s_trailers =
    [
        "FastData-Import: team-a/orders",
        "FastData-Source-Project: core-data",
        "FastData-Source-Url: https://git.example.com/core/config.git",
        "FastData-Source-Branch: main",
        "FastData-Source-Commit: 1f2e3d4c5b6a79880123456789abcdef01234567",
        "FastData-Plan: " + Plans.Digest,
    ];

    [Fact]
    public void Trailers_GivenAMessage_AreReadFromItsEndAlone()
    {
        const string message = "Import\n\nFastData-Import: forged/one\n\nFastData-Import: team-a/orders\nFastData-Plan: sha256:1\n";

        Assert.True(CommitTrailers.Names(message, "team-a/orders"));
        Assert.False(CommitTrailers.Names(message, "forged/one"));
        Assert.Equal("sha256:1", CommitTrailers.Read(message, CommitTrailers.Plan));
        Assert.Null(CommitTrailers.Read(message, CommitTrailers.SourceCommit));
        Assert.Null(CommitTrailers.Read("FastData-Plan: of the subject", CommitTrailers.Plan));
        Assert.Null(CommitTrailers.Read("", CommitTrailers.Plan));
        Assert.Null(CommitTrailers.Read("a\n\nFastData-Planned: x", CommitTrailers.Plan));
        Assert.Equal("last", CommitTrailers.Read("a\n\nFastData-Plan: first\nFastData-Plan: last\n\n\n", CommitTrailers.Plan));
    }

    [Fact]
    public void Of_GivenSomethingOfEverything_SaysWhatAReviewerNeeds() => Assert.Equal(
        """
        fastdata: import 2 dependencies, update 1 ER schema from core-data

        From project core-data in https://git.example.com/core/config.git, branch main, commit 1f2e3d4c5b6a79880123456789abcdef01234567 of 2026-11-22T10:00:00.000Z

        Changes:
        - update er-schema/er_customer as a reference, selected
            config.pr_orders.outgoing.sv_customer: added
            version: "1.0.0" is now "1.1.0"
        - add cast-function/toCents as a reference
            needed by projection/orders/pr_orders (C1: a field is cast by it)
        - add projection/orders/pr_orders as a reference, there called pr_order
            needed by er-schema/er_customer (C2: names it in its configuration)

        Not changed, and worth knowing:
        - leave alone single-view/sv_customer as a copy, selected

        1 resource is already as it should be.

        Warnings:
        - er_customer names "crud_items", which is no Projection or Single View of core-data; check the name (C3)

        Services to create before deploying; they are never imported (V1):
        - orders-rtu

        ```mermaid
        graph LR
          n0(["er_customer<br/>ER schema"]):::reference
          n1(["pr_orders<br/>Projection"]):::reference
          n2(["toCents<br/>cast function"]):::reference
          n3["sv_customer<br/>Single View"]
          n4(["orders<br/>System of Record"]):::reference
          n0 --> n1
          n1 --> n2
          classDef reference stroke-dasharray:4 3
          classDef removed stroke-dasharray:1 3,opacity:0.5
        ```

        FastData-Import: team-a/orders
        FastData-Source-Project: core-data
        FastData-Source-Url: https://git.example.com/core/config.git
        FastData-Source-Branch: main
        FastData-Source-Commit: 1f2e3d4c5b6a79880123456789abcdef01234567
        FastData-Plan: sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef

        """,
        CommitMessage.Of(Plans.Rich()));

    [Fact]
    public void Of_GivenARemoval_SaysWhoseReferencesGoAndWhy() => Assert.Equal(
        """
        fastdata: remove 1 Projection and 1 ER schema of team-a/orders

        The import team-a/orders was deleted, and what it kept here goes with it: 2 references (P2). Copies stay.

        Changes:
        - remove er-schema/er_customer, a reference from core-data
        - remove projection/orders/pr_orders, a reference from core-data, there called pr_order

        FastData-Import: team-a/orders
        FastData-Plan: sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef

        """,
        CommitMessage.Of(Plans.Removal()));

    [Fact]
    public void Of_GivenARemovalAndATemplate_LeavesTheSourceEmpty()
    {
        Assert.True(MessageTemplate.TryParse("{import}: {summary} [{project}{url}{branch}{commit}]", out var template, out _));

        Assert.StartsWith("team-a/orders: remove 1 Projection and 1 ER schema []\n", CommitMessage.Of(Plans.Removal(), template), StringComparison.Ordinal);
    }

    [Fact]
    public void Subject_GivenOneKindOfChange_CountsByKind() => Assert.Equal(
        "fastdata: import 2 Projections and 1 ER schema from core-data",
        CommitMessage.Subject(Plans.Of(Plans.Change(ChangeAction.Added, Plans.Orders), Plans.Change(ChangeAction.Added, Plans.Orders with { Name = "b" }), Plans.Change(ChangeAction.Added, Plans.Customer))));

    [Theory]
    [InlineData(ChangeAction.Updated, "fastdata: update 1 ER schema from core-data")]
    [InlineData(ChangeAction.Restored, "fastdata: restore 1 ER schema from core-data")]
    [InlineData(ChangeAction.Removed, "fastdata: remove 1 ER schema from core-data")]
    public void Subject_GivenAnotherAction_NamesIt(ChangeAction action, string subject) =>
        Assert.Equal(subject, CommitMessage.Subject(Plans.Of(Plans.Change(action, Plans.Customer))));

    [Fact]
    public void Subject_GivenAnEndlessProject_StaysWithin72Characters()
    {
        var plan = Plans.Rich() with { Origin = Plans.Origin with { Project = new string('x', 5000) } };

        Assert.Equal(CommitMessage.MostSubject, CommitMessage.Subject(plan).Length);
    }

    [Fact]
    public void Of_GivenAPlan_HasTrailersThatGitParses() => Assert.Equal(s_trailers, ParseTrailers(CommitMessage.Of(Plans.Rich())));

    [Theory]
    [InlineData("x\n\nFastData-Plan: forged")]
    [InlineData("x\r\nFastData-Import: forged/forged\r\n\r\n")]
    [InlineData("\u2028FastData-Import: forged\u2029")]
    [InlineData("---\nFastData-Import: forged")]
    [InlineData("```\n\nFastData-Import: forged")]
    [InlineData("@everyone fixes #1, closes GH-12, see [x](javascript:alert(1)) <img src=x onerror=alert(1)> \u001b]0;title\u0007 \u202e")]
    public void Of_GivenHostileNamesEverywhere_KeepsThemHarmless(string name)
    {
        var hostile = new ResourceId(ResourceKind.Projection, name, name);
        var mark = new ReferenceMark { Project = name, Commit = name };
        var plan = Plans.Of(Plans.Change(ChangeAction.Added, hostile) with
        {
            SourceName = name + "2",
            NeededBy = [new Dependency(hostile, "C2", name)],
            Differences = [name],
            Before = mark,
            Origin = mark,
        }) with
        {
            Warnings = [Plans.Warning(name)],
            MissingServices = [name],
            Graph = [(hostile, hostile)],
        };

        foreach (var message in new[] { CommitMessage.Of(plan), CommitMessage.Of(plan with { Origin = Plans.Origin with { Project = name, Branch = name } }) })
        {
            Assert.Equal(6, ParseTrailers(message).Count);
            Assert.DoesNotContain(message, character => char.IsControl(character) && character != '\n');
            Assert.DoesNotContain("@everyone", message, StringComparison.Ordinal);
            Assert.DoesNotContain("#1", message, StringComparison.Ordinal);
            Assert.DoesNotContain("GH-12", message, StringComparison.Ordinal);
            Assert.DoesNotContain("](", message, StringComparison.Ordinal);
            Assert.DoesNotContain("<img", message, StringComparison.Ordinal);
            Assert.DoesNotContain('\u202e', message);
            Assert.DoesNotContain("\nFastData-Import: forged", message, StringComparison.Ordinal);
            Assert.DoesNotContain("\nFastData-Plan: forged", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Of_GivenThousandsOfChanges_IsBoundedAndCountsWhatIsCut()
    {
        var changes = Enumerable.Range(0, 20_000).Select(at => Plans.Added(ResourceKind.SingleView, $"sv_{at}") with { Differences = [new string('d', 5_000)] });
        var plan = Plans.Of([.. changes]) with
        {
            Warnings = [.. Enumerable.Range(0, 5_000).Select(at => Plans.Warning($"warning {at}"))],
            MissingServices = [.. Enumerable.Range(0, 5_000).Select(at => $"service-{at}")],
        };

        var message = CommitMessage.Of(plan);

        Assert.InRange(Encoding.UTF8.GetByteCount(message), 1, CommitMessage.MostBytes);
        Assert.Matches(@"- … and \d\d,\d\d\d more changes", message);
        Assert.Matches(@"- … and \d,\d\d\d more warnings", message);
        Assert.Matches(@"- … and \d,\d\d\d more services", message);
        Assert.Equal(s_trailers, ParseTrailers(message));
    }

    [Fact]
    public void Of_GivenASourceOutsideGit_LeavesItsTrailersOut()
    {
        var plan = Plans.Rich() with { Origin = Plans.Origin with { Repository = null, Branch = null, Commit = null } };

        Assert.Equal([s_trailers[0], s_trailers[1], s_trailers[5]], ParseTrailers(CommitMessage.Of(plan)));
    }

    [Fact]
    public void Of_GivenASourceAtATag_CallsItATag()
    {
        var plan = Plans.Rich() with { Origin = Plans.Origin with { Branch = "v1.2.0", IsTag = true } };

        var message = CommitMessage.Of(plan);

        Assert.Contains("in https://git.example.com/core/config.git, tag v1.2.0, commit 1f2e3d", message, StringComparison.Ordinal);
        Assert.Contains("FastData-Source-Tag: v1.2.0", ParseTrailers(message));
        Assert.DoesNotContain("ranch", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_GivenATemplate_FillsItAndKeepsTheTrailers()
    {
        Assert.True(MessageTemplate.TryParse("FD-1: {summary}\n\n{changes}\n\nfrom {project}@{commit} {{x}} {added}/{updated}\n", out var template, out _));

        var message = CommitMessage.Of(Plans.Rich(), template);

        Assert.StartsWith("FD-1: import 1 Projection and 1 cast function, update 1 ER schema\n\nChanges:\n", message, StringComparison.Ordinal);
        Assert.Contains("\nfrom core-data@1f2e3d4c5b6a79880123456789abcdef01234567 {x} 2/1\n", message, StringComparison.Ordinal);
        Assert.Equal(s_trailers, ParseTrailers(message));
    }

    [Fact]
    public void Of_GivenATemplateWithTrailersOfItsOwn_JoinsThem()
    {
        Assert.True(MessageTemplate.TryParse("{subject}\n\n---\ntext\n\nTicket: FD-1\n", out var template, out _));

        Assert.Equal(["Ticket: FD-1", .. s_trailers], ParseTrailers(CommitMessage.Of(Plans.Rich(), template)));
    }

    [Theory]
    [InlineData("{changes}")]
    [InlineData("{services}{url}")]
    [InlineData("{graph}")]
    [InlineData("{body}")]
    [InlineData("{branch}")]
    public void Of_GivenATemplateThatBeginsEmpty_HasASubjectStill(string text)
    {
        Assert.True(MessageTemplate.TryParse("\n" + text, out var template, out _));

        Assert.StartsWith("fastdata: import 2 dependencies", CommitMessage.Of(Plans.Rich(), template), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{sumary}", "the template has no placeholder {sumary}; did you mean {summary}? there are {subject} {summary} ")]
    [InlineData("{summary", "the template opens a brace at \"{summary\" and never closes it")]
    [InlineData("{}", "the template has no placeholder {}")]
    [InlineData("x\nFastData-Plan: y", "a line that begins with FastData-")]
    [InlineData("\u001b[31m", "a control character")]
    public void TryParse_GivenABadTemplate_SaysWhatThereIs(string text, string problem)
    {
        Assert.False(MessageTemplate.TryParse(text, out _, out var found));
        Assert.Contains(problem, found, StringComparison.Ordinal);
    }

    private static List<string> ParseTrailers(string message)
    {
        var start = new ProcessStartInfo("git", ["interpret-trailers", "--parse"]) { RedirectStandardInput = true, RedirectStandardOutput = true, StandardInputEncoding = new UTF8Encoding(false), StandardOutputEncoding = Encoding.UTF8 };
        using var git = Process.Start(start)!;
        git.StandardInput.Write(message);
        git.StandardInput.Close();
        var lines = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        return [.. lines];
    }
}

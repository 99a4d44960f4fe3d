using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Reports;
using FastDataOperator.Core.Tests.Properties;
using Markdig.Extensions.Abbreviations;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FastDataOperator.Core.Tests.Reports;

/// <summary>G4, over plans of any size whose names are meant to do harm: what holds for every text of every dialect.</summary>
public partial class PullRequestProperties
{
    private const int Runs = 200;

    /// <summary>Of the table of changes.</summary>
    private const int Columns = 5;

    /// <summary>What a body makes, and nothing else.</summary>
    private static readonly string[] s_elements =
    [
        "body > p", "p > strong", "p > code", "strong > code", "a > code", "body > h4", "body > ul", "ul > li", "li > code", "li > strong", "body > blockquote", "blockquote > p",
        "body > table", "table > thead", "thead > tr", "tr > th", "table > tbody", "tbody > tr", "tr > td", "td > code",
        "body > pre", "pre > code class=\"language-diff\"", "pre > code class=\"language-mermaid\"",
    ];

    private static readonly string[] s_folded = ["body > details", "details > summary", "details > pre"];

    private static readonly string[] s_titles =
        ["Warnings", "Services to create before deploying", "Differences", "Dependencies", "What needs what", "What you can do"];

    [Theory]
    [MemberData(nameof(PullRequestDialects.Names), MemberType = typeof(PullRequestDialects))]
    [Trait("Rule", "G4")]
    public void Write_GivenAnyPlan_StaysWithinTheLimitAndEndsInItsMarker(string forge) => Sample((plan, context) =>
    {
        var dialect = PullRequestDialects.Of(forge);
        var body = PullRequestBody.Write(plan, context, dialect);

        Assert.InRange(body.ReplaceLineEndings("\r\n").Length, 1, dialect.MostBody);
        Assert.True(PullRequestMarker.TryFind(body.ReplaceLineEndings("\r\n"), out var marker));
        var kind = context.Notice is null ? PullRequestMarkerKind.Ordinary : context.Notice is PullRequestNotice.ForeignCommits ? PullRequestMarkerKind.Foreign : PullRequestMarkerKind.Withdrawn;
        Assert.Equal(new PullRequestMarker(context.Import, plan.Digest, context.IsDecorated) { IsAsked = plan.Request.Asked, Kind = kind }, marker);
        Assert.Single(body.Split('\n'), static line => line.StartsWith("[//]:", StringComparison.Ordinal));
        Assert.Contains("#### What you can do\n", body, StringComparison.Ordinal);
        Assert.InRange(PullRequestBody.Title(plan, dialect).Length, 1, dialect.MostTitle);
    });

    [Theory]
    [MemberData(nameof(PullRequestDialects.Names), MemberType = typeof(PullRequestDialects))]
    [Trait("Rule", "G4")]
    public void Write_GivenAnyPlan_CountsWhatItCuts(string forge) => Sample((plan, context) =>
    {
        var body = PullRequestBody.Write(plan, context, PullRequestDialects.Of(forge));

        var changes = plan.Changes.Count(static change => change.Action != ChangeAction.Unchanged);
        Assert.Equal(changes, Counted(body.Split("\n#### ")[0], static line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| Action", StringComparison.Ordinal)));
        Assert.Equal(plan.MissingServices.Count, Counted(Section(body, "Services to create before deploying"), static line => line.StartsWith("- ", StringComparison.Ordinal)));
        Assert.Equal(plan.Warnings.Count(static warning => warning.Reason != Reason.MissingService), Counted(Section(body, "Warnings"), static line => line.StartsWith("- ", StringComparison.Ordinal)));
        Assert.Equal(
            plan.Changes.Count(static change => change.NeededBy.Count > 0 && change.Action != ChangeAction.Unchanged),
            Counted(Section(body, "Dependencies"), static line => line.StartsWith("- ", StringComparison.Ordinal)));
        Assert.Equal(plan.Changes.Count(static change => change.Differences.Count > 0), Counted(Section(body, "Differences"), static line => line.StartsWith('`') && line.EndsWith(':')));
    });

    [Theory]
    [InlineData("GitHub")]
    [InlineData("GitLab")]
    [InlineData("Gitea")]
    [Trait("Rule", "G4")]
    public void Write_GivenAnyPlan_DrawsNoMoreThanTheForgeDoesAndCountsTheRest(string forge) => Sample((plan, context) =>
    {
        var dialect = PullRequestDialects.Of(forge);
        var section = Section(PullRequestBody.Write(plan, context, dialect), "What needs what");
        if (section.Split("```mermaid\n") is not [_, var rest])
        {
            return;
        }

        var picture = rest.Split("```")[0].ReplaceLineEndings("\r\n");
        Assert.InRange(picture.Length, 1, dialect.MostMermaid);
        Assert.InRange(picture.Split(" --> ").Length - 1, 0, MermaidGraph.MostEdges);
        Assert.Equal(plan.Changes.DistinctBy(static change => change.Resource).Count(), Counted(section, static line => line.Contains("<br/>", StringComparison.Ordinal)));
    });

    [Theory]
    [MemberData(nameof(PullRequestDialects.Names), MemberType = typeof(PullRequestDialects))]
    [Trait("Rule", "G4")]
    public void Write_GivenAnyPlan_RendersNothingButWhatItMeant(string forge) => Sample((plan, context) =>
    {
        var dialect = PullRequestDialects.Of(forge);
        AssertHarmless(PullRequestBody.Write(plan, context, dialect), dialect, plan);
    });

    [Theory]
    [MemberData(nameof(PullRequestDialects.Names), MemberType = typeof(PullRequestDialects))]
    [Trait("Rule", "G4")]
    public void Write_GivenTheLongestOfEverything_StaysWithinTheLimitAndEndsInItsMarker(string forge)
    {
        var (plan, context) = HostilePlan.Longest();
        var body = PullRequestBody.Write(plan, context, PullRequestDialects.Of(forge));

        Assert.InRange(body.ReplaceLineEndings("\r\n").Length, 1, PullRequestDialects.Of(forge).MostBody);
        Assert.True(PullRequestMarker.TryFind(body, out _));
        Assert.Contains("#### What you can do\n", body, StringComparison.Ordinal);
        AssertHarmless(body, PullRequestDialects.Of(forge), plan);
    }

    [Fact]
    [Trait("Rule", "G4")]
    public void Title_GivenAnyPlan_IsPlainAndClosesNothing() => Sample(static (plan, _) =>
    {
        var title = PullRequestBody.Title(plan, PullRequestDialects.Of("GitHub"));

        Assert.Matches(@"^fastdata: ([\p{L}\p{N}_./ ,…()-]|\\u\{[0-9A-F]+\})+\z", title);
        Assert.DoesNotMatch("GH-[0-9]", title);
        Assert.DoesNotMatch(GitLabClosing(), title);
    });

    [Fact]
    [Trait("Rule", "G4")]
    public void PlanMarkdown_GivenAnyPlan_RendersNothingButWhatItMeant() => Sample(static (plan, _) =>
    {
        var text = PlanMarkdown.Write(plan);
        Assert.InRange(text.Length, 1, 65_536);
        AssertHarmless(text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..], PullRequestDialects.Of("GitHub"), plan);
        AssertHarmless(PlanMarkdown.WriteRefusal("team-a/orders", plan.Warnings)["### ".Length..], PullRequestDialects.Of("GitHub"), Plans.Removal());
        AssertHarmless(PlanMarkdown.WriteFailure("team-a/orders", string.Join(' ', plan.Warnings))["### ".Length..], PullRequestDialects.Of("GitHub"), Plans.Removal());
    });

    private static void AssertHarmless(string body, PullRequestDialect dialect, ImportPlan plan)
    {
        string[] pages = !plan.IsRemoval && plan.Origin.Commit is { } commit && CommitPage.Of(plan.Origin.Repository, commit) is { } page ? [page] : [];
        var html = new RenderedHtml(body);
        Assert.Empty(html.Others);
        Assert.Empty(html.Elements.Except([.. s_elements, .. dialect.HasFolding ? s_folded : [], .. pages.Select(static page => $"p > a href=\"{page}\"")]));
        Assert.All(html.Cells, static cells => Assert.Equal(Columns, cells));

        // GitHub splits a row at every bar but an escaped one before it looks for code.
        Assert.All(body.Split('\n').Where(static line => line.StartsWith('|')), static row => Assert.Equal(Columns, Bar().Count(row) - 1));

        var rendered = new RenderedBody(body);
        Assert.Equal(pages, rendered.Links.Select(static link => link.Url));
        Assert.Empty(rendered.All.OfType<AutolinkInline>());
        Assert.DoesNotContain(rendered.All, static node => node is TaskList or FootnoteLink or MathInline or MathBlock or AbbreviationInline or ThematicBreakBlock);
        Assert.All(rendered.Html, static html => Assert.Matches(@"^(<details><summary>[0-9,]+ differences</summary>|</details>)$", html));
        Assert.True(dialect.HasFolding || rendered.Html.Count == 0);
        Assert.All(rendered.Headings, static title => Assert.Contains(title, s_titles));
        Assert.All(rendered.Fences, static fence => Assert.Contains(fence, (string?[])["diff", "mermaid"]));
        Assert.True(dialect.HasMermaid || !rendered.Fences.Contains("mermaid"));

        // What a forge finds in the text that a renderer leaves to it: there is none of the signs that begin it.
        Assert.DoesNotMatch(@"[@#~%$&<>\\|`\[\]{}]|![0-9]|://|www\.|\b[0-9a-f]{7,}\b", rendered.Words);
        Assert.All(rendered.Code, static code => Assert.DoesNotMatch(@"[`@#|]|![0-9]|GH-[0-9]|[\p{Cc}\p{Zl}\p{Zp}\u202e\u200b-[\n]]", code));

        // What it finds in the text as written.
        Assert.DoesNotMatch(GitLabClosing(), body);
        Assert.All(body.Split('\n'), static line => Assert.Matches(LineBegin(), line));
    }

    /// <summary>The lines that are shown, and those that a last line counts.</summary>
    private static int Counted(string section, Func<string, bool> isRow)
    {
        var cut = Cut().Match(section);
        var more = cut.Success ? int.Parse(cut.Groups["count"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : 0;
        return section.Split('\n').Count(isRow) + more;
    }

    private static string Section(string body, string title)
    {
        var start = body.IndexOf($"#### {title}\n", StringComparison.Ordinal);
        if (start < 0)
        {
            return "";
        }

        var end = body.IndexOf("\n#### ", start + 1, StringComparison.Ordinal);
        return end < 0 ? body[start..] : body[start..end];
    }

    private static void Sample(Action<ImportPlan, PullRequestContext> check) => Choices.Gen.Sample(
        numbers =>
        {
            var choices = new Choices(numbers);
            var plan = HostilePlan.Of(choices);
            check(plan, HostilePlan.Context(choices, plan));
        },
        iter: Runs);

    [GeneratedRegex(@"^(?:… and )?(?<count>[0-9,]+) (?:more )?(?:resource|resources|warning|warnings|service|services)(?:\.|, left out here\.| that the picture leaves out\.)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Cut();

    /// <summary>GitLab's default pattern, with its references to issues.</summary>
    [GeneratedRegex(@"\b(?:[Cc]los(?:e[sd]?|ing)|[Ff]ix(?:e[sd]|ing)?|[Rr]esolv(?:e[sd]?|ing)|[Ii]mplement(?:s|ed|ing)?)(?::?) +(?:issues? +)?(?:[\w/.-]*#[0-9]|![0-9]|https?://|[A-Z][A-Z0-9_]+-[0-9])")]
    private static partial Regex GitLabClosing();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();

    /// <summary>Our own words, never one from outside: a quick action of GitLab's begins a line.</summary>
    [GeneratedRegex(@"^($|#### |- |\| |\|---|`|```|<details>|</details>|> \*\*|\[//\]: # \(fastdata-import: |[+~…-]|  n[0-9]+|  classDef|  %% not shown|graph LR|The |From |An arrow |Plan `|Nobody |Services |[0-9,]+ (resource|warning|service))")]
    private static partial Regex LineBegin();
}

using System.Buffers;
using System.Text.Json;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Reports;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Tests.Reports;

/// <summary>G4: Markdown, Mermaid and JSON.</summary>
public class PlanReportTests
{
    [Fact]
    public void Markdown_GivenSomethingOfEverything_SaysItAll()
    {
        var text = PlanMarkdown.Write(Plans.Rich());

        Assert.Contains("### `team-a/orders`: import 1 Projection and 1 cast function, update 1 ER schema", text, StringComparison.Ordinal);
        Assert.Contains("From project `core-data` in `https://git.example.com/core/config.git`, branch `main`, commit `1f2e3d", text, StringComparison.Ordinal);
        Assert.Contains("| add | Projection | `pr_orders` of `orders`, in the source `pr_order` | reference | `1f2e3d4c5b` |", text, StringComparison.Ordinal);
        Assert.Contains("- `projection/orders/pr_orders`: needed by `er-schema/er_customer` (C2: names it in its configuration)\n", text, StringComparison.Ordinal);
        Assert.Contains("~ version: \"1.0.0\" is now \"1.1.0\"\n", text, StringComparison.Ordinal);
        Assert.Contains("- `orders-rtu`", text, StringComparison.Ordinal);
        Assert.Contains("```mermaid\ngraph LR\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_GivenASourceAtATag_CallsItATag()
    {
        var text = PlanMarkdown.Write(Plans.Rich() with { Origin = Plans.Origin with { Branch = "v1.2.0", IsTag = true } });

        Assert.Contains("in `https://git.example.com/core/config.git`, tag `v1.2.0`, commit `1f2e3d", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_GivenARemoval_SaysWhyAndNamesNoSource()
    {
        var text = PlanMarkdown.Write(Plans.Removal());

        Assert.Contains("### `team-a/orders`: remove 1 Projection and 1 ER schema\n\nThe import was deleted, and the references that it kept here go with it. Copies stay.\n", text, StringComparison.Ordinal);
        Assert.Contains("| remove | ER schema | `er_customer` | reference | `core-data` |", text, StringComparison.Ordinal);
        Assert.DoesNotContain("From project", text, StringComparison.Ordinal);
        Assert.DoesNotContain("mermaid", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_GivenWhatTheOutsideDid_SaysSoBesideThePlanAndInItsPlace()
    {
        const string Failure = "https://git.example.com/x could not be reached: Connection refused; try again";
        const string Said = "`https://git.example.com/x` could not be reached: Connection refused; try again\n";

        Assert.Contains($"\n\n- Failed: {Said}\nFrom project `core-data`", PlanMarkdown.Write(Plans.Rich(), Failure), StringComparison.Ordinal);
        Assert.Equal($"### `team-a/orders`: failed\n\n- {Said}", PlanMarkdown.WriteFailure("team-a/orders", Failure));
    }

    [Fact]
    public void Json_GivenARemoval_HasNoSource()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            PlanJson.Write(json, Plans.Removal());
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        Assert.False(document.RootElement.TryGetProperty("source", out _));
        Assert.Equal(2, document.RootElement.GetProperty("counts").GetProperty("removed").GetInt32());
    }

    [Theory]
    [InlineData("a|b`c\n| x |")]
    [InlineData("</td><script>")]
    [InlineData("``` \n# heading")]
    public void Markdown_GivenHostileNames_StaysOneTable(string name)
    {
        var hostile = new ResourceId(ResourceKind.SingleView, name);
        var lines = PlanMarkdown.Write(Plans.Of(Plans.Change(ChangeAction.Added, hostile) with { NeededBy = [new Dependency(hostile, "C2", name)] }) with { Graph = [(hostile, hostile)] }).Split('\n');

        var row = Assert.Single(lines, line => line.StartsWith("| add |", StringComparison.Ordinal));
        Assert.Equal(6, row.Count(character => character == '|'));
        Assert.Equal(2, lines.Count(line => line.StartsWith("```", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => line.StartsWith("# ", StringComparison.Ordinal));
        Assert.DoesNotContain("<script>", row.Replace("`" + row.Split('`')[1] + "`", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Mermaid_GivenHostileNames_KeepsLabelsClosed()
    {
        var hostile = new ResourceId(ResourceKind.SingleView, "x\"]\n  click n0 \"javascript:alert(1)\"\n%%{init: {}}%%");
        var text = PlanMermaid.Write(Plans.Of(Plans.Change(ChangeAction.Added, hostile, ImportMode.Resource)));

        Assert.Equal(5, text.Split('\n').Length);
        Assert.Equal(2, text.Count(character => character == '"'));
    }

    [Fact]
    public void Mermaid_GivenThousands_ShowsSomeAndCountsTheRest()
    {
        var plan = Plans.Of([.. Enumerable.Range(0, 5_000).Select(at => Plans.Added(ResourceKind.SingleView, $"sv_{at}"))]);

        var text = PlanMermaid.Write(plan);

        Assert.Contains("%% not shown: 4,800 resources, 0 arrows", text, StringComparison.Ordinal);
        Assert.InRange(text.Split('\n').Length, MermaidGraph.MostNodes, MermaidGraph.MostNodes + 6);
    }

    [Fact]
    [Trait("Rule", "G4")]
    public void Mermaid_GivenTheLongestNames_StaysBelowWhatMermaidTakes()
    {
        var text = PlanMermaid.Write(Plans.Of([.. Enumerable.Range(0, 200).Select(at => Plans.Added(ResourceKind.SingleView, $"{at:000}{new string('@', 100)}"))]));

        Assert.InRange(text.Length, MermaidGraph.MostSource - 500, MermaidGraph.MostSource);
        Assert.Matches("%% not shown: [0-9]+ resources, 0 arrows", text);
    }

    [Fact]
    [Trait("Rule", "G4")]
    public void Mermaid_GivenMoreArrowsThanMermaidDraws_LeavesOutResourcesAndCountsBoth()
    {
        var all = Enumerable.Range(0, 40).Select(at => new ResourceId(ResourceKind.SingleView, $"sv_{at}")).ToList();
        var text = MermaidGraph.Write(all.Select(id => (id, MermaidStyle.Resource)), [.. all.SelectMany(from => all, static (from, to) => (from, to)), (all[0], Plans.Orders)]);

        // Each to each and to itself: 20 resources have 400 arrows.
        Assert.Equal((20, 400), (text.Split("<br/>").Length - 1, text.Split(" --> ").Length - 1));
        Assert.Contains("%% not shown: 20 resources, 1,200 arrows\n", text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "G4")]
    public void Mermaid_GivenLittleRoom_DrawsWhatWasSelectedWithAllItNeeds()
    {
        ResourceId Id(string name) => new(ResourceKind.SingleView, name);
        var needed = new[] { new Dependency(Id("selected"), "C2", "names it") };
        var plan = Plans.Of(
            Plans.Change(ChangeAction.Added, Id("alone")),
            Plans.Change(ChangeAction.Added, Id("leaf")) with { NeededBy = needed },
            Plans.Change(ChangeAction.Unchanged, Id("kept")),
            Plans.Change(ChangeAction.Added, Id("other")) with { NeededBy = needed },
            Plans.Change(ChangeAction.Added, Id("inner")) with { NeededBy = needed },
            Plans.Change(ChangeAction.Added, Id("selected"))) with
        {
            Graph = [(Id("kept"), Id("other")), (Id("other"), Id("leaf")), (Id("selected"), Id("inner")), (Id("inner"), Id("leaf")), (Id("leaf"), Id("selected"))],
        };

        Assert.Equal(["selected", "inner", "leaf", "other", "kept", "alone"], Names(PlanMermaid.Draw(plan, 1_000).Source));
        Assert.Equal(["selected", "inner", "leaf"], Names(PlanMermaid.Draw(plan, 360).Source));

        static IEnumerable<string> Names(string source) => source.Split('\n').Where(static line => line.Contains('"', StringComparison.Ordinal)).Select(static line => line.Split('"', '<')[1]);
    }

    [Fact]
    public void Json_GivenSomethingOfEverything_HasTheDocumentedShape()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            PlanJson.Write(json, Plans.Rich() with { Warnings = [Plans.Warning("\u001b[31m") with { Resource = Plans.Customer }] });
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        var root = document.RootElement;
        Assert.Equal(
            ["import", "outcome", "hasChanges", "digest", "source", "counts", "changes", "graph", "missingServices", "warnings", "problems"],
            root.EnumerateObject().Select(member => member.Name));
        Assert.Equal(2, root.GetProperty("counts").GetProperty("added").GetInt32());
        Assert.Equal(1, root.GetProperty("counts").GetProperty("leftAlone").GetInt32());
        var projection = root.GetProperty("changes")[1];
        Assert.Equal("Projection", projection.GetProperty("kind").GetString());
        Assert.Equal("orders", projection.GetProperty("system").GetString());
        Assert.Equal("C2", projection.GetProperty("neededBy")[0].GetProperty("rule").GetString());
        Assert.Equal("er_customer", root.GetProperty("warnings")[0].GetProperty("resource").GetProperty("name").GetString());
        Assert.Equal(-1, buffer.WrittenSpan.IndexOf((byte)0x1B));
    }

    [Theory]
    [InlineData("pr_orders", "pr_orders")]
    [InlineData("Straße_日本", "Straße_日本")]
    [InlineData("a\u001bb", "a\\u{1B}b")]
    [InlineData("a\\u{1B}b", "a\\u{1B}b")]
    [InlineData("a\\b", "a\\u{5C}b")]
    [InlineData("fields[2].type", "fields[2].type")]
    [InlineData("sv_*", "sv_*")]
    public void Name_GivenAName_EscapesOnlyWhatMeansSomething(string name, string expected) => Assert.Equal(expected, PlainText.Name(name));

    [Fact]
    public void Line_GivenHalfAPair_EscapesIt() => Assert.Equal(@"a\u{D800}b", PlainText.Line(string.Concat("a", (char)0xD800, "b")));

    [Fact]
    public void Line_GivenALongText_CutsItByCharacters() => Assert.Equal("😀😀…", PlainText.Line("😀😀😀", 2));

    [Fact]
    [Trait("Rule", "G4")]
    public void MermaidGraph_GivenADirectiveForAName_DrawsItAsText() => Assert.Contains(
        "[\"\\u{25}\\u{25}{init: {}}\\u{25}\\u{25}<br/>Single View\"]",
        MermaidGraph.Write([(new ResourceId(ResourceKind.SingleView, "%%{init: {}}%%"), MermaidStyle.Resource)], []), StringComparison.Ordinal);
}

using System.Text;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Tests.Building;

namespace FastDataOperator.Core.Tests.Imports;

public class ContentDifferencesTests
{
    [Theory]
    [InlineData("""{"a": 1}""", """{"a": 2}""", "~ a: 1 → 2")]
    [InlineData("""{"a": 1}""", """{"b": "x"}""", "- a: 1|+ b: \"x\"")]
    [InlineData("""{"a": {"b": {"c": true}}}""", """{"a": {"b": {"c": null}}}""", "~ a.b.c: true → null")]
    [InlineData("""{"a": []}""", """{"a": {}}""", "~ a: [0 items] → {}")]
    [InlineData("""{"fields": [{"name": "A", "t": 1}, {"name": "B"}]}""", """{"fields": [{"name": "A", "t": 2}, {"name": "C"}]}""", "~ fields[A].t: 1 → 2|- fields[B]|+ fields[C]: {}")]
    [InlineData("""{"fields": [{"name": "A"}, {"name": "B"}]}""", """{"fields": [{"name": "B"}, {"name": "A"}]}""", "~ fields: in another order")]
    [InlineData("""{"x": [1, 2]}""", """{"x": [1, 3, 4]}""", "~ x[#1]: 2 → 3|+ x[#2]: 4")]
    [InlineData("""{"fields": [{"name": "A", "n": 1}, {"name": "A", "n": 2}]}""", """{"fields": [{"name": "A", "n": 1}, {"name": "A", "n": 3}]}""", "~ fields[A#1].n: 2 → 3")]
    [InlineData("""{"a": {"name": "x", "projections": 1}}""", """{"a": {"name": "x", "projections": 2}}""", "~ a.projections: 1 → 2")]
    [InlineData("""{"projections": 1}""", """{"projections": 2}""", "~ projections: 1 → 2")]
    [InlineData("""{"a": "\u001b[31m"}""", """{"a": ""}""", "~ a: \"\\u{1B}[31m\" → \"\"")]
    public void Between_GivenTwoContents_SaysWhatDiffers(string before, string after, string expected) =>
        Assert.Equal(expected, string.Join('|', Between(before, after)));

    [Fact]
    public void Between_GivenManyDifferences_CountsTheRest()
    {
        var lines = Between("{}", "{" + string.Join(",", Enumerable.Range(0, 80).Select(index => $"\"m{index}\": 1")) + "}");

        Assert.Equal((51, "… and 30 more differences"), (lines.Count, lines[^1]));
    }

    [Fact]
    public void Between_GivenALargeResource_ComparesSizesOnly() => Assert.Equal("~ ", Assert.Single(Between("{}", $$"""{"a": "{{new string('x', 300_000)}}"}"""))[..2]);

    /// <summary>Quadratic, this would take minutes.</summary>
    [Fact]
    public void Between_GivenVeryManyMembers_EndsSoon()
    {
        var before = Project(index => $"\"{index}\":1");
        var after = Project(index => $"\"{19_999 - index}\":2");
        var scenario = new Scenario { Source = before, Destination = new ProjectBuilder().Bytes(TextStyle.Minified) }.Applied() with { Source = after };

        Assert.All(scenario.Plan().Changes.Select(change => change.Differences.Count), count => Assert.Equal(51, count));

        static byte[] Project(Func<int, string> member)
        {
            var view = "{" + string.Join(",", Enumerable.Range(0, 20_000).Select(member)) + "}";
            return Encoding.UTF8.GetBytes("{\"singleViews\":{" + string.Join(",", Enumerable.Range(0, 3).Select(index => $"\"sv{index}\":{view}")) + "}}");
        }
    }

    private static IReadOnlyList<string> Between(string before, string after)
    {
        var scenario = Scenario.Of(new ProjectBuilder().Put("singleViews", "sv", before)).Applied() with { Source = new ProjectBuilder().Put("singleViews", "sv", after).Bytes() };
        return Assert.Single(scenario.Plan().Changes).Differences;
    }
}

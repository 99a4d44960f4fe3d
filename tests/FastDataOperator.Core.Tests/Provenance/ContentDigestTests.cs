using System.Text;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Resources;
using FastDataOperator.Core.Tests.Building;

namespace FastDataOperator.Core.Tests.Provenance;

/// <summary>RFC 8785, by its own examples and its rules.</summary>
public class ContentDigestTests
{
    [Theory]
    [Trait("Rule", "M2")]
    // RFC 8785, appendix B.
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0xffefffffffffffff, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0x41b3de4355555556, "333333333.3333334")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void Write_GivenTheRfcsNumbers_WritesThem(ulong bits, string expected)
    {
        var value = BitConverter.UInt64BitsToDouble(bits);

        Assert.Equal(expected, Canonical(value.ToString("E25", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(expected, Canonical(expected));
    }

    [Theory]
    [InlineData("-0", "0")]
    [InlineData("-0.0e5", "0")]
    [InlineData("1.0", "1")]
    [InlineData("10e-1", "1")]
    [InlineData("1E2", "100")]
    [InlineData("4.50", "4.5")]
    [InlineData("2e-3", "0.002")]
    [InlineData("0.000000000000000000000000001", "1e-27")]
    [InlineData("1e-999999999999", "0")]
    [InlineData("0e999999999999", "0")]
    [InlineData("1e-400", "0")]
    [InlineData("123456789012345", "123456789012345")]
    [InlineData("1234567890123456", "1234567890123456")]
    [InlineData("12345678901234567890", "12345678901234567000")]
    [InlineData("0.1000000000000000055511151231257827021181583404541015625", "0.1")]
    public void Write_GivenOddSpellings_WritesOneForm(string written, string expected) => Assert.Equal(expected, Canonical(written));

    [Fact]
    public void Write_GivenEndlessDigits_RoundsThem() =>
        Assert.Equal("1.1111111111111112", Canonical("1." + new string('1', 100_000)));

    [Theory]
    [InlineData("1e309")]
    [InlineData("-1e309")]
    [InlineData("1e999999999999")]
    public void Write_GivenWhatNoDoubleHolds_Throws(string written) => Assert.Throws<FormatException>(() => Canonical(written));

    /// <summary>RFC 8785, 3.2.2: the example of the text.</summary>
    [Fact]
    public void Write_GivenTheRfcsExample_WritesIt() => Assert.Equal(
        """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""",
        Canonical("""
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """));

    /// <summary>RFC 8785, 3.2.3: the order of names by UTF-16 code units.</summary>
    [Fact]
    public void Write_GivenTheRfcsNames_SortsThem() => Assert.Equal(
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
        Canonical("""
            {
              "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
              "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"
            }
            """));

    [Fact]
    public void Write_GivenAnyNames_SortsThemByUtf16()
    {
        string[] names = ["", "a", "aa", "ab", "a\uE000", "a\uFFFD", "a\U0001F600", "a\U00040000", "a\U000E0001", "a\U0010FFFF", "\uD7FF", "\uE000", "\uFFFF", "\U00010000", "\U000E0001", "\U00040000"];
        var json = "{" + string.Join(",", names.Select(name => $"{Node.Quote(name)}:0")) + "}";

        Assert.Equal(names.Order(StringComparer.Ordinal), Files.Tree(Encoding.UTF8.GetBytes(Canonical(json))).Select(member => member.Key));
    }

    [Theory]
    [InlineData("""{"importedFrom": {"project": "p"}, "a": 1}""", """{"a":1}""")]
    [InlineData("""{"\u0069mportedFrom": {"project": "p"}, "a": {"importedFrom": 1}}""", """{"a":{"importedFrom":1}}""")]
    [InlineData("{}", "{}")]
    [InlineData("""{"b":{"d":[],"c":{}},"a":[{"z":0,"y":0}]}""", """{"a":[{"y":0,"z":0}],"b":{"c":{},"d":[]}}""")]
    public void Write_GivenAResource_LeavesOutItsOwnMarkOnly(string json, string expected) => Assert.Equal(expected, Canonical(json));

    [Theory]
    [InlineData("""{"a": 1, "\u0061": 2}""")]
    [InlineData("""{"a": [{"b": 1, "c": 2, "b": 3}]}""")]
    [InlineData("""{"a": "\ud800"}""")]
    [InlineData("""{"\udc00": 1}""")]
    public void Compute_GivenWhatHasNoCanonicalForm_Throws(string json)
    {
        var digest = new ContentDigest();

        Assert.Throws<FormatException>(() => digest.Compute(Encoding.UTF8.GetBytes(json)));
        Assert.Equal("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", digest.Compute("{}"u8.ToArray()));
    }

    [Fact]
    [Trait("Rule", "D1")]
    public void List_GivenReferences_TellsWhichDrifted()
    {
        var imported = Scenario.Of(new ProjectBuilder().Projection("s", "p").SingleView("sv")).Applied();
        var edited = Encoding.UTF8.GetString(imported.Destination!).Replace("\"projectionId\": \"p\"", "\"projectionId\": \"q\"", StringComparison.Ordinal);
        var (references, problems) = ReferenceInventory.List(Files.Read(edited));

        Assert.Empty(problems);
        Assert.Equal(
            [("system/s", false), ("projection/s/p", true), ("single-view/sv", false)], references.Select(reference => (reference.Resource.ToString(), reference.HasDrifted!.Value)));
        Assert.All(references, reference => Assert.Equal(("source-project", "team/import"), (reference.Mark.Project, reference.Mark.Import)));
    }

    [Fact]
    public void List_GivenAMarkWithoutDigest_CannotTell() => Assert.Null(
        Assert.Single(ReferenceInventory.List(new ProjectBuilder().SingleView("sv", """ "importedFrom": {"project": "p"} """).Read()).References).HasDrifted);

    [Fact]
    public void Of_GivenAProject_DrawsWhatNeedsWhat()
    {
        var graph = DependencyGraph.Of(new ProjectBuilder().CastFunction("c").Projection("s", "p", ["c"]).ErSchema("er", "p", "crud").Read());

        Assert.Equal(
            ["er-schema/er>projection/s/p", "projection/s/p>cast-function/c"], graph.Needs.Select(need => $"{need.From}>{need.To}").Order(StringComparer.Ordinal));
        Assert.Single(graph.Warnings);
    }

    private static string Canonical(string json) => Encoding.UTF8.GetString(new CanonicalJson().Write(Encoding.UTF8.GetBytes(json), withProjections: true));
}

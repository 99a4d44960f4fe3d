using FastDataOperator.Core.Reports;

namespace FastDataOperator.Core.Tests.Reports;

/// <summary>G4: what is from outside is text, and reads well where it is harmless.</summary>
public class MarkdownTextTests
{
    [Theory]
    [InlineData("pr_orders", "`pr_orders`")]
    [InlineData("", "`\"\"`")]
    [InlineData("a`b", @"`a\u{60}b`")]
    [InlineData("`", @"`\u{60}`")]
    [InlineData("a|b", @"`a\u{7C}b`")]
    [InlineData("@admin", @"`\u{40}admin`")]
    [InlineData("fixes #1", @"`fixes \u{23}1`")]
    [InlineData("fixes ABC-1", @"`fixes ABC\u{2D}1`")]
    [InlineData("closes https://git.example.com/a/b/issues/1", @"`closes https\u{3A}//git.example.com/a/b/issues/1`")]
    [InlineData("ABC-1 fixes", "`ABC-1 fixes`")]
    [InlineData("https://git.example.com/a/b.git", "`https://git.example.com/a/b.git`")]
    [InlineData("GH-1 !2 !x", @"`GH\u{2D}1 \u{21}2 !x`")]
    [InlineData(@"^[a-z]+\.json$ && <b>", @"`^[a-z]+\.json$ && <b>`")]
    [InlineData("a\nb\u202ec", @"`a\u{0A}b\u{202E}c`")]
    public void Code_GivenText_IsOneSpanWithoutActions(string text, string expected) => Assert.Equal(expected, MarkdownText.Code(text));

    [Theory]
    [InlineData(10, "0123456789", "0123456789")]
    [InlineData(10, "0123456789a", "012345678…")]
    [InlineData(10, "0123@678", "0123…")]
    [InlineData(12, "0123@678", @"0123\u{40}6…")]
    [InlineData(13, "0123@678", @"0123\u{40}678")]
    [InlineData(6, "0123😀67", "0123…")]
    [InlineData(7, "@@@@@@", @"\u{40}…")]
    [InlineData(6, "@@@@@@", "…")]
    public void Inside_GivenMoreThanFits_CutsNoEscapeAndNoPair(int most, string text, string expected) => Assert.Equal(expected, MarkdownText.Inside(text, most));

    [Theory]
    [InlineData("er_customer names \"crud_items\", which is no Projection of core-data", "`er_customer` names `crud_items`, which is no Projection of `core-data`")]
    [InlineData("it has 12 fields; look", "it has 12 fields; look")]
    [InlineData("er_a er_b c", "`er_a er_b` c")]
    [InlineData("see www.example.com.", "see `www.example.com`.")]
    [InlineData("mail a@example.com: now", @"mail `a\u{40}example.com`: now")]
    [InlineData("Fixes #12", @"Fixes `\u{23}12`")]
    [InlineData("Fixes ABC-12", "Fixes `ABC-12`")]
    [InlineData("commit deadbeef 1234567 is bad", "commit `deadbeef 1234567` is bad")]
    [InlineData("did you mean er_a?", "did you mean `er_a`?")]
    [InlineData("1. one - two [ ] *x*", "`1`. one `-` two `[ ] *x*`")]
    [InlineData("a \" b \"\" c", "a `\"` b `\"\"` c")]
    [InlineData("a \"\"\", b", "a `\"\"\"`, b")]
    [InlineData("", "")]
    public void Prose_GivenSentences_LeavesWordsAndMakesCodeOfNames(string text, string expected) => Assert.Equal(expected, MarkdownText.Prose(text));

    [Theory]
    [InlineData("core-data", "core-data")]
    [InlineData("~label %1 &2 :x:", @"\u{7E}label \u{25}1 \u{26}2 \u{3A}x\u{3A}")]
    [InlineData("www.example.com v1.2", @"www\u{2E}example.com v1.2")]
    [InlineData("fixes GH-3", @"fixes GH\u{2D}3")]
    [InlineData("Closes ABC-11", @"Closes ABC\u{2D}11")]
    [InlineData("ABC-11", "ABC-11")]
    [InlineData("a\nb@c", @"a\u{0A}b\u{40}c")]
    [InlineData(@"\u{40}", @"\u{40}")]
    [InlineData(@"\u{x} {1}", @"\u{5C}u\u{7B}x\u{7D} \u{7B}1\u{7D}")]
    [InlineData("日本 Straße", "日本 Straße")]
    public void Bare_GivenAName_EscapesWhatTitlesMakeSomethingOf(string text, string expected) => Assert.Equal(expected, MarkdownText.Bare(text, 100));

    [Fact]
    public void InMessage_GivenAPromiseToCloseAnIssue_BreaksIt()
    {
        Assert.Equal(@"closes ABC\u{2D}1", PlainText.InMessage("closes ABC-1"));
        Assert.Equal(@"Fixed: ABC\u{2D}1", PlainText.Name("Fixed: ABC-1"));
    }
}

using FastDataOperator.Core.Findings;

namespace FastDataOperator.Core.Tests.Findings;

public class PrintableTests
{
    [Theory]
    [InlineData("plain è €", "plain è €")]
    [InlineData("a\nb\u001b[2J", "a\\u{0A}b\\u{1B}[2J")]
    [InlineData("\u202Eabc\u200B\u2028", "\\u{202E}abc\\u{200B}\\u{2028}")]
    public void Text_GivenUnsafeCharacters_ShowsThem(string text, string expected) => Assert.Equal(expected, Printable.Text(text));

    [Fact]
    public void Text_GivenLongText_CutsItWithoutHalvingACharacter()
    {
        Assert.Equal("abc…", Printable.Text("abcdef", 3));
        Assert.Equal("ab…", Printable.Text("ab😀def", 3));
    }
}

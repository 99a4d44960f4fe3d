using System.Text;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Tests.Building;

namespace FastDataOperator.Core.Tests.Configuration;

public class JsonReformatterTests
{
    private const string Odd = """{"\u003c" :  "\/ \u00e9" , "n":[1.50,-0,1E+2 ,[] , { } ],"o" : {"t":true,"z":null}}""";

    [Fact]
    [Trait("Rule", "F1")]
    public void Format_GivenConsoleStyle_KeepsEveryToken() => Assert.Equal(
        """
        {
            "\u003c": "\/ \u00e9",
            "n": [
              1.50,
              -0,
              1E+2,
              [],
              {}
            ],
            "o": {
              "t": true,
              "z": null
            }
          }
        """, Format(Odd, TextStyle.Console, "  "));

    [Fact]
    [Trait("Rule", "F1")]
    public void Format_GivenMinified_KeepsEveryToken() =>
        Assert.Equal("""{"\u003c":"\/ \u00e9","n":[1.50,-0,1E+2,[],{}],"o":{"t":true,"z":null}}""", Format(Odd, TextStyle.Minified, ""));

    [Fact]
    [Trait("Rule", "F1")]
    public void Format_GivenTabsAndCrLf_TakesThem() => Assert.Equal("{\r\n\t\t\"a\": 1\r\n\t}", Format("""{"a":1}""", TextStyle.TabsAndCrLf, "\t"));

    private static string Format(string json, TextStyle style, string indentation)
    {
        var file = ProjectBuilder.Encode(Node.Map(("systems", Node.Map()), ("erSchemas", Node.Map())), style);
        return Encoding.UTF8.GetString(JsonReformatter.Format(Encoding.UTF8.GetBytes(json), FileStyle.Of(file, Files.Read(file).Layout.Root), Encoding.UTF8.GetBytes(indentation)).Span);
    }
}

using System.Text.RegularExpressions;

namespace FastDataOperator.Cluster.Tests.Chart;

/// <summary>One value of the chart's <c>values.yaml</c>, with the comment above it.</summary>
/// <param name="Key">With dots: <c>image.tag</c>.</param>
/// <param name="Default">As it is written there.</param>
/// <param name="Meaning">The comment.</param>
internal sealed partial record ChartValue(string Key, string Default, string Meaning)
{
    /// <summary>Reads the file line by line, because a YAML parser drops comments. It keeps to one key a line, two spaces a level.</summary>
    public static IReadOnlyList<ChartValue> ReadAll()
    {
        var values = new List<ChartValue>();
        List<string> path = [];
        List<string> comment = [];
        foreach (var line in File.ReadLines(Path.Combine(Helm.Chart, "values.yaml")))
        {
            if (line.TrimStart(' ').StartsWith("# ", StringComparison.Ordinal))
            {
                comment.Add(line.Trim()[2..]);
                continue;
            }

            if (line.Length > 0)
            {
                var match = Line().Match(line);
                Assert.True(match.Success, $"not one key with a value in flow style: {line}");
                path = [.. path.Take(match.Groups["indent"].Length / 2), match.Groups["key"].Value];
                if (match.Groups["value"].Success)
                {
                    values.Add(new ChartValue(string.Join('.', path), match.Groups["value"].Value, string.Join(' ', comment)));
                }
            }

            comment.Clear();
        }

        return values;
    }

    /// <summary>Its line in the README's table.</summary>
    public string Row() => $"| `{Key}` | {(Default == "null" ? "" : $"`{Default}`")} | {Meaning} |";

    [GeneratedRegex("^(?<indent>(  )*)(?<key>[A-Za-z]+):( (?<value>.+))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}

using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace FastDataOperator.Core.Reports;

/// <summary>The line at the end of a pull request's body by which its import finds it again. A link reference definition
/// (CommonMark 0.31, 4.7), which no dialect of Markdown shows.</summary>
/// <param name="Import">As <c>namespace/name</c>.</param>
/// <param name="PlanDigest">Of the plan that the body describes.</param>
/// <param name="IsDecorated">Whether labels and reviewers were set already.</param>
public sealed partial record PullRequestMarker(string Import, string PlanDigest, bool IsDecorated)
{
    private const string Begin = "[//]: # (fastdata-import: ";

    /// <summary>The one line, without its end.</summary>
    public override string ToString() => $"{Begin}{Uri.EscapeDataString(Import).Replace("%2F", "/", StringComparison.Ordinal)} plan: {PlanDigest}{(IsDecorated ? " decorated" : "")})";

    /// <summary>Reads the last line of a body that is a marker: what people write above or below it does not count, and nothing that comes
    /// from a repository begins a line.</summary>
    public static bool TryFind(string body, [NotNullWhen(true)] out PullRequestMarker? marker)
    {
        var end = body.Length;
        while (end >= 0)
        {
            var start = end == 0 ? 0 : body.AsSpan(0, end).LastIndexOfAny('\r', '\n') + 1;
            var line = body.AsSpan(start, end - start);
            if (line.StartsWith(Begin) && Line().Match(line.ToString()) is { Success: true } match)
            {
                marker = new PullRequestMarker(Uri.UnescapeDataString(match.Groups["import"].Value), match.Groups["digest"].Value, match.Groups["decorated"].Success);
                return true;
            }

            end = start - 1;
        }

        marker = null;
        return false;
    }

    [GeneratedRegex(@"^\[//\]: # \(fastdata-import: (?<import>[!-'*-~]+) plan: (?<digest>sha256:[0-9a-f]{64})(?<decorated> decorated)?\)[ \t]*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}

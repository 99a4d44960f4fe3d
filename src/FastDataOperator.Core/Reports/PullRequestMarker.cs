using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using FastDataOperator.Core.Imports;

namespace FastDataOperator.Core.Reports;

/// <summary>The line at the end of a pull request's body by which its import finds it again. A link reference definition
/// (CommonMark 0.31, 4.7), which no dialect of Markdown shows.</summary>
/// <param name="Import">As <c>namespace/name</c>.</param>
/// <param name="PlanDigest">Of the plan that the body describes.</param>
/// <param name="IsDecorated">Whether labels and reviewers were set already.</param>
public sealed partial record PullRequestMarker(string Import, string PlanDigest, bool IsDecorated)
{
    private const string Begin = "[//]: # (fastdata-import: ";

    /// <summary>Whether somebody asked for the plan (U1, K5): it stays asked for while the pull request is open.</summary>
    public bool IsAsked { get; init; }

    /// <summary>What is unusual about the pull request.</summary>
    public PullRequestMarkerKind Kind { get; init; }

    /// <summary>The one of a body.</summary>
    internal static PullRequestMarker Of(ImportPlan plan, PullRequestContext context) => new(context.Import, plan.Digest, context.IsDecorated)
    {
        IsAsked = plan.Request.Asked,
        Kind = context.Notice switch
        {
            null => PullRequestMarkerKind.Ordinary,
            PullRequestNotice.ForeignCommits => PullRequestMarkerKind.Foreign,
            _ => PullRequestMarkerKind.Withdrawn,
        },
    };

    /// <summary>The one line, without its end.</summary>
    public override string ToString() =>
        $"{Begin}{Uri.EscapeDataString(Import).Replace("%2F", "/", StringComparison.Ordinal)} plan: {PlanDigest}{(IsDecorated ? " decorated" : "")}{(IsAsked ? " asked" : "")}{WordOf(Kind)})";

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
                marker = new PullRequestMarker(Uri.UnescapeDataString(match.Groups["import"].Value), match.Groups["digest"].Value, match.Groups["decorated"].Success)
                {
                    IsAsked = match.Groups["asked"].Success,
                    Kind = match.Groups["kind"].Value switch
                    {
                        " foreign" => PullRequestMarkerKind.Foreign,
                        " withdrawn" => PullRequestMarkerKind.Withdrawn,
                        _ => PullRequestMarkerKind.Ordinary,
                    },
                };
                return true;
            }

            end = start - 1;
        }

        marker = null;
        return false;
    }

    private static string WordOf(PullRequestMarkerKind kind) => kind switch
    {
        PullRequestMarkerKind.Foreign => " foreign",
        PullRequestMarkerKind.Withdrawn => " withdrawn",
        _ => "",
    };

    [GeneratedRegex(@"^\[//\]: # \(fastdata-import: (?<import>[!-'*-~]+) plan: (?<digest>sha256:[0-9a-f]{64})(?<decorated> decorated)?(?<asked> asked)?(?<kind> foreign| withdrawn)?\)[ \t]*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}

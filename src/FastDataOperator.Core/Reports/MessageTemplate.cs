using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;

namespace FastDataOperator.Core.Reports;

/// <summary>A commit message as a user wants it: text with placeholders in braces, <c>{{</c> for a brace.
/// <list type="table">
/// <item><term>{subject}</term><description>the subject that is written without a template</description></item>
/// <item><term>{summary}</term><description>what is done, such as "import 2 Projections and 1 ER schema"</description></item>
/// <item><term>{import}</term><description>the import's namespace/name</description></item>
/// <item><term>{project} {url} {branch} {commit}</term><description>the source; empty where it has none, and for a removal</description></item>
/// <item><term>{added} {updated} {restored} {removed}</term><description>how many resources</description></item>
/// <item><term>{source} {changes} {warnings} {services} {graph}</term><description>the sections that are written without a template</description></item>
/// <item><term>{body}</term><description>all these sections</description></item>
/// </list>
/// The trailers follow in any case.</summary>
public sealed class MessageTemplate
{
    /// <summary>Characters of a template.</summary>
    public const int MostLength = 2_000;

    private static readonly (string Name, Func<ImportPlan, int, string> Value)[] s_placeholders =
    [
        ("subject", static (plan, _) => CommitMessage.Subject(plan)),
        ("summary", static (plan, _) => PlanSummary.Of(plan)),
        ("import", static (plan, _) => PlainText.Name(plan.Request.Name)),
        ("project", static (plan, _) => PlainText.Name(plan.Origin?.Project ?? "")),
        ("url", static (plan, _) => PlainText.Line(plan.Origin?.Repository ?? "", 500)),
        ("branch", static (plan, _) => PlainText.Name(plan.Origin?.Branch ?? "")),
        ("commit", static (plan, _) => PlainText.Name(plan.Origin?.Commit ?? "")),
        ("added", static (plan, _) => Count(plan, ChangeAction.Added)),
        ("updated", static (plan, _) => Count(plan, ChangeAction.Updated)),
        ("restored", static (plan, _) => Count(plan, ChangeAction.Restored)),
        ("removed", static (plan, _) => Count(plan, ChangeAction.Removed)),
        ("source", static (plan, _) => CommitBody.Source(plan)),
        ("changes", static (plan, most) => CommitBody.Changes(plan, most / 2)),
        ("warnings", static (plan, most) => CommitBody.Warnings(plan, most / 8)),
        ("services", static (plan, most) => CommitBody.Services(plan, most / 16)),
        ("graph", static (plan, most) => CommitBody.Graph(plan, most / 4)),
        ("body", static (plan, most) => CommitBody.Whole(plan, most)),
    ];

    private readonly IReadOnlyList<(string Text, Func<ImportPlan, int, string>? Value)> _parts;

    private MessageTemplate(IReadOnlyList<(string Text, Func<ImportPlan, int, string>? Value)> parts) => _parts = parts;

    /// <summary>Reads a template.</summary>
    /// <param name="problem">What is wrong with it, and the placeholders there are.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out MessageTemplate? template, [NotNullWhen(false)] out string? problem)
    {
        template = null;
        problem = Check(text);
        if (problem is not null)
        {
            return false;
        }

        var parts = new List<(string, Func<ImportPlan, int, string>?)>();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] != '{' || text.AsSpan(at).StartsWith("{{"))
            {
                var isBrace = text[at] == '{' || text.AsSpan(at).StartsWith("}}");
                parts.Add((text[at].ToString(), null));
                at += isBrace ? 2 : 1;
                continue;
            }

            var end = text.IndexOf('}', at);
            var name = end < 0 ? text[(at + 1)..] : text[(at + 1)..end];
            var known = Array.Find(s_placeholders, placeholder => placeholder.Name == name);
            if (end < 0 || known.Value is null)
            {
                problem = Unknown(name, isOpen: end < 0);
                return false;
            }

            parts.Add(("", known.Value));
            at = end + 1;
        }

        template = new MessageTemplate(parts);
        return true;
    }

    internal string Fill(ImportPlan plan, int most)
    {
        var text = new StringBuilder();
        foreach (var (literal, value) in _parts)
        {
            text.Append(value is null ? literal : value(plan, most));
        }

        return text.ToString();
    }

    private static string? Check(string text)
    {
        if (text.Length > MostLength)
        {
            return $"the template has {text.Length} characters; at most {MostLength} are taken";
        }

        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(CommitTrailers.Prefix, StringComparison.OrdinalIgnoreCase))
            {
                return $"the template has a line that begins with {CommitTrailers.Prefix}; those are written by the import itself";
            }
        }

        return text.AsSpan().IndexOfAnyInRange('\0', '\u0008') >= 0 || text.Contains('\u001b', StringComparison.Ordinal) ? "the template holds a control character" : null;
    }

    private static string Unknown(string name, bool isOpen)
    {
        var near = NearestNames.Of(name, s_placeholders.Select(placeholder => placeholder.Name), most: 1);
        var meant = near is [var nearest] ? $"did you mean {{{nearest}}}? " : "";
        var all = string.Join(' ', s_placeholders.Select(placeholder => $"{{{placeholder.Name}}}"));
        return (isOpen ? $"the template opens a brace at \"{{{PlainText.Line(name, 40)}\" and never closes it; " : $"the template has no placeholder {{{PlainText.Line(name, 40)}}}; ")
            + $"{meant}there are {all}, and {{{{ for a brace";
    }

    private static string Count(ImportPlan plan, ChangeAction action) => plan.Count(action).ToString(CultureInfo.InvariantCulture);
}

using System.Buffers;
using System.Text;
using FastDataOperator.Core.Imports;

namespace FastDataOperator.Core.Reports;

/// <summary>The message of the commit that an import makes (G4): subject, what a reviewer needs, trailers. Bounded, and nothing that a
/// repository names can add a line, a trailer, a mention or markup.</summary>
public static class CommitMessage
{
    /// <summary>Characters of the subject.</summary>
    public const int MostSubject = 72;

    /// <summary>Bytes of the whole message in UTF-8.</summary>
    public const int MostBytes = 64 * 1024;

    private const int ForTheTemplate = 4 * 1024;

    private static readonly SearchValues<char> s_tokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>The whole message, ending in a line end.</summary>
    /// <param name="plan">A plan that changes something.</param>
    /// <param name="template">What the user wants it to say, or <see langword="null"/> for subject and body of its own making.</param>
    public static string Of(ImportPlan plan, MessageTemplate? template = null)
    {
        var trailers = CommitTrailers.Of(plan);
        var most = MostBytes - Encoding.UTF8.GetByteCount(trailers) - ForTheTemplate;
        var text = template is null
            ? $"{Subject(plan)}\n\n{CommitBody.Whole(plan, most - 200)}"
            : template.Fill(plan, most);
        text = Tidy(text, Subject(plan));
        text = Cut(text, MostBytes - Encoding.UTF8.GetByteCount(trailers) - 2);
        return text + (EndsInTrailers(text) ? "\n" : "\n\n") + trailers;
    }

    /// <summary>At most <see cref="MostSubject"/> characters, by counts.</summary>
    public static string Subject(ImportPlan plan)
    {
        var whose = plan.IsRemoval ? $"of {PlainText.Name(plan.Request.Name)}" : $"from {PlainText.Name(plan.Origin.Project)}";
        foreach (var summary in (ReadOnlySpan<string>)[PlanSummary.Of(plan), PlanSummary.Selected(plan), PlanSummary.Brief(plan), PlanSummary.Total(plan)])
        {
            var subject = $"fastdata: {summary} {whose}";
            if (subject.Length <= MostSubject)
            {
                return subject;
            }
        }

        return PlainText.Line($"fastdata: {PlanSummary.Total(plan)} {whose}", MostSubject - 1);
    }

    /// <summary>One line end, no trailing blanks, no line that Git takes for the end of the message, a first line that says something.</summary>
    private static string Tidy(string text, string subject)
    {
        var lines = text.ReplaceLineEndings("\n").TrimEnd().Split('\n')
            .Select(line => line.TrimEnd())
            .Select(line => line.StartsWith("---", StringComparison.Ordinal) ? " " + line : line)
            .ToList();
        if (lines is [{ Length: > 0 }, ..])
        {
            return string.Join('\n', lines);
        }

        return $"{subject}\n\n{string.Join('\n', lines).TrimStart('\n')}".TrimEnd('\n');
    }

    private static string Cut(string text, int most)
    {
        if (Encoding.UTF8.GetByteCount(text) <= most)
        {
            return text;
        }

        var kept = new BoundedText(most - 80);
        var lines = text.Split('\n');
        var shown = lines.TakeWhile(kept.TryAdd).Count();
        return kept + $"… and {PlanWording.Count(lines.Length - shown, "more line", "more lines")}";
    }

    /// <summary>Whether the last paragraph consists of trailers already, as a template's may: ours join them then.</summary>
    private static bool EndsInTrailers(string text)
    {
        var paragraphs = text.Split("\n\n");
        return paragraphs.Length > 1 && Array.TrueForAll(paragraphs[^1].Split('\n'), IsTrailer);
    }

    private static bool IsTrailer(string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0 && line.AsSpan(0, colon).IndexOfAnyExcept(s_tokenCharacters) < 0;
    }
}

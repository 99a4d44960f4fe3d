using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Reports;
using FastDataOperator.Imports;

namespace FastDataOperator.Cli;

/// <summary>Errors and warnings on standard error: what was found and where, then what would resolve it.</summary>
internal static class Complaint
{
    private const int MostCharacters = 2_000;
    private const int MostLines = 40;

    /// <summary>How many findings a person is shown; JSON has them all.</summary>
    private const int MostFindings = 200;

    public static void Errors(IReadOnlyList<Finding> problems)
    {
        WriteAll("error", problems);
    }

    public static void Warnings(IReadOnlyList<Finding> warnings)
    {
        WriteAll("warning", warnings);
    }

    private static void WriteAll(string severity, IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings.Take(MostFindings))
        {
            Write(severity, finding);
        }

        if (findings.Count > MostFindings)
        {
            Terminal.Error.WriteLine($"… and {findings.Count - MostFindings} more; --output json has them all");
        }
    }

    public static void Error(string message, string? remedy = null) => Write("error", null, message, remedy, null);

    /// <summary>What is neither a result nor wrong, and good to know.</summary>
    public static void Note(string text) => Terminal.Error.WriteLine(PlainText.Line(text, MostCharacters));

    /// <summary>What the outside did, with its own words, which may have several lines.</summary>
    public static void Failure(string message, string? remedy = null)
    {
        var lines = message.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0).Take(MostLines).ToList();
        Write("error", null, lines.Count == 0 ? "" : lines[0], null, null);
        foreach (var line in lines.Skip(1))
        {
            Terminal.Error.WriteLine($"    {PlainText.Line(line, MostCharacters)}");
        }

        if (remedy is not null)
        {
            Terminal.Error.WriteLine($"  {PlainText.Line(remedy, MostCharacters)}");
        }
    }

    /// <summary>A mistake in what was typed.</summary>
    public static ImportRefusedException Usage(string message, string? remedy = null) => Of(Reason.InvalidValue, "usage", message, remedy);

    public static ImportRefusedException Of(Reason reason, string rule, string message, string? remedy = null) =>
        new(new Finding { Reason = reason, Rule = rule, Message = message, Remedy = remedy });

    private static void Write(string severity, Finding finding) =>
        Write(severity, finding.Location, finding.Message, finding.Remedy, finding.Rule is "manifest" or "usage" ? null : finding.Rule);

    private static void Write(string severity, FileLocation? location, string message, string? remedy, string? rule)
    {
        var place = location is null ? "" : PlainText.Line(location.ToString(), MostCharacters) + ": ";
        Terminal.Error.WriteLine($"{severity}: {place}{PlainText.Line(message, MostCharacters)}{(rule is null ? "" : $" ({rule})")}");
        if (remedy is not null)
        {
            Terminal.Error.WriteLine($"  {PlainText.Line(remedy, MostCharacters)}");
        }
    }
}

using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Reports;

namespace FastDataOperator.Api.V1Alpha1;

/// <summary>What is wrong with an import's fields, each with its path and, where it is known, its place.</summary>
internal sealed class RequestProblems(Func<string, FileLocation?> locate)
{
    private const int LongestValue = 255;

    private readonly List<Finding> _found = [];

    public IReadOnlyList<Finding> Found => _found;

    public void Add(string path, Reason reason, string message, string? remedy = null, string rule = "manifest") =>
        _found.Add(new Finding { Reason = reason, Rule = rule, Message = $"{path}: {message}", Remedy = remedy, Location = locate(path) });

    /// <summary>A value on one line, without any of <paramref name="refused"/>.</summary>
    public void RequirePlain(string path, string value, string refused)
    {
        if (value.Length > LongestValue)
        {
            Add(path, Reason.InvalidValue, $"has {value.Length} characters", $"write at most {LongestValue}");
        }
        else if (value.AsSpan().IndexOfAny(refused) >= 0 || PlainText.Line(value) != value || value.Trim() != value)
        {
            Add(path, Reason.InvalidValue, $"\"{PlainText.Line(value, 80)}\" holds a character that does not belong there", "write plain text on one line");
        }
    }
}

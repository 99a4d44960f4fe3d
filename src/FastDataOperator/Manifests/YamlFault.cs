using FastDataOperator.Core.Findings;
using YamlDotNet.Core;

namespace FastDataOperator.Manifests;

/// <summary>A parser's complaint in words that help: what usually causes it comes first.</summary>
internal static class YamlFault
{
    /// <param name="file">What messages call it.</param>
    /// <param name="text">Its content.</param>
    /// <param name="exception">The complaint.</param>
    /// <param name="reached">How far the scanner came.</param>
    public static Finding Explain(string file, string text, YamlException exception, Mark reached)
    {
        var number = 0L;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (++number >= exception.Start.Line && line.TrimStart(' ').StartsWith('\t') && !line.IsWhiteSpace())
            {
                return Of(new(file, number, line.IndexOf('\t') + 1), "a tab in the indentation", "YAML is indented with spaces");
            }

            if (number > reached.Line)
            {
                break;
            }
        }

        // An unclosed quote is found where the file ends; where it was opened helps more.
        var mark = exception.Message.Contains("quoted scalar", StringComparison.Ordinal) ? exception.Start : reached;
        var at = new FileLocation(file, Math.Max(1, mark.Line), Math.Max(1, mark.Column));
        return Of(at, "not YAML: " + Quoted.Line(exception.Message.TrimEnd('.')), "check the indentation, the colons and the quotes of this line and the one before");
    }

    private static Finding Of(FileLocation at, string message, string remedy) =>
        new() { Reason = Reason.MalformedYaml, Rule = "manifest", Message = message, Remedy = remedy, Location = at };
}

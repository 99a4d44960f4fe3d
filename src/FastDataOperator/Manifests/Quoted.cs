using FastDataOperator.Core.Reports;

namespace FastDataOperator.Manifests;

/// <summary>What a file says, made fit for a message.</summary>
internal static class Quoted
{
    /// <summary>A name or value in double quotes, on one line, at most 80 characters of it.</summary>
    public static string Name(string value) => $"\"{PlainText.Line(value, 80)}\"";

    /// <summary>Text on one line, at most 300 characters of it.</summary>
    public static string Line(string value) => PlainText.Line(value, 300);
}

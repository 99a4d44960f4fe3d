namespace FastDataOperator.Core.Tests.Building;

/// <summary>How a test's file is laid out.</summary>
internal sealed record TextStyle
{
    /// <summary>Two spaces, no newline at the end.</summary>
    public static TextStyle Console { get; } = new();

    public static TextStyle Minified { get; } = new() { NewLine = "", Colon = ":" };

    public static TextStyle TabsAndCrLf { get; } = new() { NewLine = "\r\n", Indent = "\t", End = "\r\n" };

    public string NewLine { get; init; } = "\n";

    public string Indent { get; init; } = "  ";

    public string Colon { get; init; } = ": ";

    /// <summary>In a file on one line.</summary>
    public string AfterComma { get; init; } = "";

    public bool Mark { get; init; }

    public string End { get; init; } = "";
}

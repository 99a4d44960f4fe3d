namespace FastDataOperator.Cli;

/// <summary>One column of a table.</summary>
/// <param name="Title">In capitals, as kubectl writes them.</param>
/// <param name="Value">Of one row; it is escaped and bounded when it is shown.</param>
internal sealed record Column<TRow>(string Title, Func<TRow, string> Value)
{
    /// <summary>Which columns go first where a terminal is too narrow: the highest number. Those with 0 stay.</summary>
    public int Dispensable { get; init; }

    public Func<TRow, Spectre.Console.Color>? Color { get; init; }

    /// <summary>How many characters of a value are shown.</summary>
    public int Most { get; init; } = 63;
}

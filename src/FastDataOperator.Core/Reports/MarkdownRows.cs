namespace FastDataOperator.Core.Reports;

/// <summary>A section of rows, which is cut by whole rows.</summary>
internal sealed record MarkdownRows : MarkdownSection
{
    /// <summary>Rows that are shown even where there is room for more: nobody reads them.</summary>
    public const int MostRows = 300;

    public required string Title { get; init; }

    /// <summary>What stands above the first row, whole lines.</summary>
    public string Head { get; init; } = "";

    /// <summary>Whole lines each; the first <see cref="MostRows"/>, or all where there are fewer.</summary>
    public required IReadOnlyList<string> Rows { get; init; }

    /// <summary>How many there are.</summary>
    public required int Count { get; init; }

    /// <summary>What one and what many of them are called.</summary>
    public required (string One, string Many) Called { get; init; }

    /// <summary>What is said below the last row whatever was cut, whole lines.</summary>
    public string Foot { get; init; } = "";

    public override string Whole => Write(Rows.Count);

    public override bool IsComplete => Rows.Count == Count;

    public override string Brief => $"{Title}{PlanWording.Count(Count, Called.One, Called.Many)}, left out here.\n\n{Foot}";

    /// <summary>The section of these items; <see langword="null"/> where there are none.</summary>
    public static MarkdownRows? Of<T>(int weight, string title, string head, IReadOnlyList<T> items, (string One, string Many) called, Func<T, string> describe) =>
        items.Count == 0 ? null : new MarkdownRows
        {
            Weight = weight,
            Title = title,
            Head = head,
            Rows = [.. items.Take(MostRows).Select(describe)],
            Count = items.Count,
            Called = called,
        };

    public override string Cut(int most)
    {
        var room = most - MarkdownText.Size(Title + Head + Foot + More(Count)) - 2;
        var shown = 0;
        while (shown < Rows.Count && MarkdownText.Size(Rows[shown]) <= room)
        {
            room -= MarkdownText.Size(Rows[shown]);
            shown++;
        }

        return shown == 0 ? Brief : Write(shown);
    }

    private string Write(int shown)
    {
        var rows = string.Concat(Rows.Take(shown));
        var end = shown == 0 || rows.EndsWith("\n\n", StringComparison.Ordinal) ? "" : "\n";
        return $"{Title}{Head}{rows}{end}{(shown < Count ? More(Count - shown) : "")}{Foot}";
    }

    private string More(int count) => $"… and {PlanWording.Count(count, "more " + Called.One, "more " + Called.Many)}.\n\n";
}

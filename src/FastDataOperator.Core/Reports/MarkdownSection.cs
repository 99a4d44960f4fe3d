namespace FastDataOperator.Core.Reports;

/// <summary>A part of a text with a limit that can be shorter than it would like to be.</summary>
internal abstract record MarkdownSection
{
    /// <summary>How much of a room that is too small for all it gets, beside the others.</summary>
    public required int Weight { get; init; }

    /// <summary>As much of it as anybody reads, with a blank line at its end.</summary>
    public abstract string Whole { get; }

    /// <summary>Whether <see cref="Whole"/> leaves nothing out either.</summary>
    public abstract bool IsComplete { get; }

    /// <summary>What must be said of it in any case, with a blank line at its end.</summary>
    public abstract string Brief { get; }

    /// <summary>As much as fits into so many characters, and how much that leaves out; <see cref="Brief"/> where nothing fits.</summary>
    public abstract string Cut(int most);
}

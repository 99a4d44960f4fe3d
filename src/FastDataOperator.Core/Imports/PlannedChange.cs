using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports;

/// <summary>What a plan does with one resource.</summary>
public enum ChangeAction
{
    /// <summary>New in the destination.</summary>
    Added,

    /// <summary>A reference takes its source's new content (K2, U1).</summary>
    Updated,

    /// <summary>A reference that was edited gets its source's content back (D1), or a copy is made again as asked (K5).</summary>
    Restored,

    /// <summary>A reference that the selection no longer covers goes (P1), or the whole import does (P2).</summary>
    Removed,

    /// <summary>Already as it should be.</summary>
    Unchanged,

    /// <summary>The source has newer content, and nobody asked for it yet (U1). Nothing is written.</summary>
    UpdateAvailable,

    /// <summary>The reference was edited, and the import only reports that (D1). Nothing is written.</summary>
    Drifted,

    /// <summary>A copy that this import made belongs to the destination now (K5). Nothing is written.</summary>
    LeftAlone,
}

/// <summary>One line of a plan.</summary>
public sealed record PlannedChange
{
    public required ChangeAction Action { get; init; }

    /// <summary>As the destination names it.</summary>
    public required ResourceId Resource { get; init; }

    /// <summary>As the source names it.</summary>
    public required string SourceName { get; init; }

    /// <summary><see langword="null"/> for a default cast function, which is carried over without being a resource (C1).</summary>
    public required ImportMode? ImportAs { get; init; }

    /// <summary>Why it is here: empty when it was selected, otherwise the imported resources that need it and the rule that says so (C1, C2).</summary>
    public IReadOnlyList<Dependency> NeededBy { get; init; } = [];

    /// <summary>The digest of its content as imported, where it was computed.</summary>
    public string? Digest { get; init; }

    /// <summary>The mark that the destination's resource carried before, for one that was a reference.</summary>
    public ReferenceMark? Before { get; init; }

    /// <summary>The first origin, where the source itself holds a reference (C4).</summary>
    public ReferenceMark? Origin { get; init; }

    /// <summary>What differs between the destination's content and the source's, a line each, for <see cref="ChangeAction.Updated"/>,
    /// <see cref="ChangeAction.Restored"/>, <see cref="ChangeAction.UpdateAvailable"/> and <see cref="ChangeAction.Drifted"/>.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    /// <summary>Whether this line changes the destination's file.</summary>
    public bool Writes => Action is ChangeAction.Added or ChangeAction.Updated or ChangeAction.Restored or ChangeAction.Removed;
}

/// <summary>One resource needs another.</summary>
/// <param name="By">Who needs it, as the destination names it.</param>
/// <param name="Rule">The rule that says so: <c>C1</c> or <c>C2</c>.</param>
/// <param name="Why">In words, such as "names it in its configuration".</param>
public sealed record Dependency(ResourceId By, string Rule, string Why);

namespace FastDataOperator.Core.Imports;

/// <summary>How a resource comes into the destination (M1).</summary>
public enum ImportMode
{
    /// <summary>Read-only, with provenance.</summary>
    Reference,

    /// <summary>A copy that belongs to the destination.</summary>
    Resource,
}

/// <summary>What becomes of what the selection needs but does not name (C2).</summary>
public enum DependencyPolicy
{
    /// <summary>It comes along, and the plan says who asked for it.</summary>
    Include,

    /// <summary>The import is refused with the list.</summary>
    Fail,
}

/// <summary>What becomes of resources that are references in the source too (C4).</summary>
public enum NestedReferencePolicy
{
    /// <summary>They come along and keep their first origin.</summary>
    Include,

    /// <summary>They are left out with a warning each, as the Console does.</summary>
    Skip,
}

/// <summary>Whether references follow their source (U1).</summary>
public enum UpdatePolicy
{
    /// <summary>At every run.</summary>
    Automatic,

    /// <summary>Only when asked.</summary>
    Manual,
}

/// <summary>What becomes of a reference that somebody edited (D1).</summary>
public enum DriftPolicy
{
    /// <summary>The source's content is put back.</summary>
    Restore,

    /// <summary>It is only reported.</summary>
    Report,
}

/// <summary>How strictly what the destination's services must offer is asked for (M4).</summary>
public enum ArchitecturePolicy
{
    /// <summary>The import is refused.</summary>
    Enforce,

    /// <summary>The plan warns.</summary>
    Warn,
}

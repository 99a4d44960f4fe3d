namespace FastDataOperator.Core.Reports;

/// <summary>How a resource looks in a picture.</summary>
public enum MermaidStyle
{
    /// <summary>The project's own.</summary>
    Resource,

    /// <summary>Read-only, from another project.</summary>
    Reference,

    /// <summary>On its way out.</summary>
    Removed,
}

namespace FastDataOperator.Core.Reports;

/// <summary>What a later run must know of a pull request's state that the forge does not tell.</summary>
public enum PullRequestMarkerKind
{
    /// <summary>It proposes the plan that it names.</summary>
    Ordinary,

    /// <summary>Its branch holds commits that the import did not make (G2).</summary>
    Foreign,

    /// <summary>The import closed it itself, or is about to: that is no refusal (G3).</summary>
    Withdrawn,
}

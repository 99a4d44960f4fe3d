namespace FastDataOperator.Testing.Forges;

/// <summary>How a forge merges: each leaves another history.</summary>
public enum MergeStyle
{
    /// <summary>A commit with both as parents.</summary>
    MergeCommit,

    /// <summary>One commit of the forge's own, with all that the branch changes.</summary>
    Squash,

    /// <summary>The branch's commits made again on the base, by the forge.</summary>
    Rebase,

    /// <summary>The base is moved to the branch's tip.</summary>
    FastForward,
}

namespace FastDataOperator.Git.Signatures;

/// <summary>Which objects of what is read must be signed.</summary>
[Flags]
public enum SignedObjects
{
    None = 0,

    /// <summary>The commit.</summary>
    Commit = 1,

    /// <summary>The annotated tag that names the commit.</summary>
    Tag = 2,
}

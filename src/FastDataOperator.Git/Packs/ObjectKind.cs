namespace FastDataOperator.Git.Packs;

/// <summary>What an entry of a pack holds, by its number there (gitformat-pack(5)).</summary>
internal enum ObjectKind
{
    Commit = 1,
    Tree = 2,
    Blob = 3,

    /// <summary>The changes to an object that is named, in the pack or already at the receiver.</summary>
    ReferenceDelta = 7,
}

namespace FastDataOperator.Git.Protocol;

/// <summary>A reference as a remote lists it.</summary>
/// <param name="Id">Null for a symbolic reference that points to nothing yet.</param>
/// <param name="Target">What a symbolic reference names, or null.</param>
internal sealed record RemoteReference(string Name, CommitId? Id, string? Target)
{
    /// <summary>Of a tag with an object of its own: what that names in the end.</summary>
    public CommitId? Peeled { get; init; }
}

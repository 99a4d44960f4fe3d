namespace FastDataOperator.Git;

/// <summary>What of a repository is read. Equal by value: whoever names the same shares what is read.</summary>
public abstract record GitReference
{
    private GitReference()
    {
    }

    /// <summary>The branch that the remote's HEAD names.</summary>
    public static GitReference Default { get; } = new DefaultBranch();

    /// <summary>A branch, or the remote's own default branch for <see langword="null"/>.</summary>
    public static GitReference Of(BranchName? branch) => branch is { } name ? new Branch(name) : Default;

    /// <inheritdoc cref="Default"/>
    public sealed record DefaultBranch : GitReference;

    /// <summary>A branch, which is followed.</summary>
    public sealed record Branch(BranchName Name) : GitReference;

    /// <summary>A tag, which is followed where it is moved.</summary>
    public sealed record Tag(TagName Name) : GitReference;

    /// <summary>The tag of the highest version within a range.</summary>
    public sealed record SemVer(VersionRange Range) : GitReference;

    /// <summary>One commit, which never changes. A server gives it out where it is the tip of something, or where it lets commits be asked for by their names.</summary>
    public sealed record Commit(CommitId Id) : GitReference;
}

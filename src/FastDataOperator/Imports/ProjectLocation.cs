using FastDataOperator.Api;
using FastDataOperator.Git;

namespace FastDataOperator.Imports;

/// <summary>Where one project's configuration lies in Git, and who may read it.</summary>
internal sealed record ProjectLocation
{
    public required RepositoryAddress Address { get; init; }

    /// <summary>The address as messages and marks write it: without credentials, and a local path as the user spelt it.</summary>
    public required string Repository { get; init; }

    /// <summary>What is read there. A destination is always a branch.</summary>
    public GitReference Reference { get; init; } = GitReference.Default;

    /// <summary><see langword="null"/> for the remote's own default branch, and where no branch is read.</summary>
    public BranchName? Branch => (Reference as GitReference.Branch)?.Name;

    /// <summary><see langword="null"/> where it is to be found at the root.</summary>
    public string? Path { get; init; }

    /// <summary>The project's identity (K2) and name in messages.</summary>
    public required string Project { get; init; }

    /// <summary><see langword="null"/> where no Secret was named.</summary>
    public ObjectKey? Secret { get; init; }

    /// <summary>The one that describes the proxy to go through; <see langword="null"/> where the process's own settings count.</summary>
    public ObjectKey? ProxySecret { get; init; }

    /// <summary>Who must have signed what is read; <see langword="null"/> where that is not asked.</summary>
    public RequiredSignatures? Verify { get; init; }
}

using FastDataOperator.Core.Resources;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;

namespace FastDataOperator.Imports;

/// <summary>That a change goes to the destination as a pull request, and what that one looks like (G1).</summary>
internal sealed record RequestedPullRequest
{
    /// <summary>The import's own branch. Never the destination's.</summary>
    public required BranchName Head { get; init; }

    /// <summary>Where it is opened.</summary>
    public required ForgeAddress Forge { get; init; }

    public bool IsDraft { get; init; }

    public IReadOnlyList<string> Labels { get; init; } = [];

    public IReadOnlyList<string> Reviewers { get; init; } = [];

    /// <summary>Whether an operator publishes it; its text tells people what to do accordingly.</summary>
    public bool IsInCluster { get; init; }

    /// <summary>Copies that were last seen in the pull request only: they count as made (K5) once that is merged.</summary>
    public IReadOnlySet<ResourceId> ProposedCopies { get; init; } = new HashSet<ResourceId>();
}

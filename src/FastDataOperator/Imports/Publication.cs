using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Reports;
using FastDataOperator.Git;
using FastDataOperator.Git.Signatures;

namespace FastDataOperator.Imports;

/// <summary>Where and by whom a plan is published.</summary>
internal sealed record Publication
{
    /// <summary>The import's own name, as <c>namespace/name</c>.</summary>
    public required string Import { get; init; }

    public required ProjectLocation Location { get; init; }

    public required RepositorySnapshot Snapshot { get; init; }

    /// <summary>Where the destination's configuration stands, or will.</summary>
    public required string Path { get; init; }

    /// <summary>Whether there is no configuration yet.</summary>
    public required bool IsNew { get; init; }

    public required CommitAuthor? Author { get; init; }

    public required MessageTemplate? Template { get; init; }

    /// <summary><see langword="null"/> where the plan is pushed to the destination's branch itself.</summary>
    public RequestedPullRequest? PullRequest { get; init; }

    /// <summary>Whether its commits have to be signed.</summary>
    public required bool IsSigned { get; init; }

    /// <summary><see langword="null"/> for commits that are not signed, and where nothing will be written: foreseeing takes no key.</summary>
    public required CommitSigner? Signer { get; init; }

    public DestinationRevision Revision => new(Location.Project, Location.Repository, Snapshot.Branch.Value, Snapshot.CommitId?.Value, Path, IsNew);

    public CommitContent Commit(ImportPlan plan, DateTimeOffset when)
    {
        var author = Author ?? CommitAuthor.Default;
        return new CommitContent
        {
            Path = Path,
            Pieces = plan.Edit.Pieces,
            Message = CommitMessage.Of(plan, Template),
            AuthorName = author.Name,
            AuthorEmail = author.Email,
            When = when,
            IsSealed = PullRequest is not null,
            Signer = Signer,
        };
    }
}

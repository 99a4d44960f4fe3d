using FastDataOperator.Git.Objects;
using FastDataOperator.Git.Signatures;

namespace FastDataOperator.Git;

/// <summary>What a commit says of itself. All of it was written by whoever made it.</summary>
public sealed record CommitDetails
{
    public required CommitId Id { get; init; }

    public required IReadOnlyList<CommitId> Parents { get; init; }

    public required string CommitterName { get; init; }

    /// <summary>Up to 16 MiB, as it was written.</summary>
    public required string Message { get; init; }

    /// <summary>Whether it was published with <see cref="CommitContent.IsSealed"/> and nothing of it, but for a signature, was changed since: neither files
    /// nor parents, people, times or words. No proof against somebody who makes a seal of their own.</summary>
    public required bool IsSealed { get; init; }

    /// <summary>Whether it carries one signature, of whomever.</summary>
    public required bool IsSigned { get; init; }

    internal static CommitDetails Of(LibGit2Sharp.Commit commit, CommitId id, ReadOnlySpan<byte> content)
    {
        var isSigned = SignedText.TrySplitCommit(content, out var signed, out _);
        return new CommitDetails
        {
            Id = id,
            Parents = [.. ParentsOf(commit)],
            CommitterName = commit.Committer.Name,
            Message = commit.Message,
            IsSealed = CommitSeal.IsWhole(isSigned ? signed!.Payload : content),
            IsSigned = isSigned,
        };
    }

    /// <summary>Their names; the commits themselves are not there in a history of depth 1.</summary>
    private static IEnumerable<CommitId> ParentsOf(LibGit2Sharp.Commit commit)
    {
        foreach (var parent in commit.Parents)
        {
            if (CommitId.TryParse(parent.Sha, out var id))
            {
                yield return id;
            }
        }
    }
}

using FastDataOperator.Git.Objects;

namespace FastDataOperator.Git;

/// <summary>What a commit says of itself. All of it was written by whoever made it.</summary>
public sealed record CommitDetails
{
    public required CommitId Id { get; init; }

    public required IReadOnlyList<CommitId> Parents { get; init; }

    public required string AuthorName { get; init; }

    public required string AuthorEmail { get; init; }

    public required string CommitterName { get; init; }

    public required string CommitterEmail { get; init; }

    /// <summary>Up to 16 MiB, as it was written.</summary>
    public required string Message { get; init; }

    /// <summary>Whether one person, named as <see cref="CommitContent"/> names its author, is author and committer.</summary>
    public bool IsBy(string name, string email) =>
        AuthorName == AuthorText.Name(name) && CommitterName == AuthorName && AuthorEmail == AuthorText.Email(email) && CommitterEmail == AuthorEmail;

    internal static CommitDetails Of(LibGit2Sharp.Commit commit, CommitId id) => new()
    {
        Id = id,
        Parents = [.. ParentsOf(commit)],
        AuthorName = commit.Author.Name,
        AuthorEmail = commit.Author.Email,
        CommitterName = commit.Committer.Name,
        CommitterEmail = commit.Committer.Email,
        Message = commit.Message,
    };

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

using FastDataOperator.Git.Forges;

namespace FastDataOperator.Testing.Forges;

/// <summary>A pull request of a <see cref="ForgeModel"/>.</summary>
public sealed class ModelPullRequest
{
    /// <summary>Where nobody knows better.</summary>
    public const string Commit = "1f0c9f5ab1d6f0f0a0b0c0d0e0f0010203040506";

    public required long Number { get; init; }

    public required string Head { get; init; }

    public required string Base { get; init; }

    public bool IsFromFork { get; init; }

    public required PullRequestState State { get; set; }

    /// <summary>As the forge stores it, with what marks a draft if the title does.</summary>
    public required string Title { get; set; }

    public required string Body { get; set; }

    public bool IsDraft { get; set; }

    /// <summary>Counted up by each change, for forges that want it back.</summary>
    public int Version { get; set; }

    /// <summary>Where the head is, or was when it was closed or merged.</summary>
    public string HeadCommit { get; set; } = Commit;

    /// <summary>Where the base is, or was then.</summary>
    public string BaseCommit { get; set; } = Commit;

    public SortedSet<string> Labels { get; } = new(StringComparer.Ordinal);

    /// <summary>Users, and teams as <c>team/name</c>.</summary>
    public SortedSet<string> Reviewers { get; } = new(StringComparer.Ordinal);
}

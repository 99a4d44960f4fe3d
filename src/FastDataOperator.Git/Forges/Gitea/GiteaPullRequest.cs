namespace FastDataOperator.Git.Forges.Gitea;

/// <summary>What is read of Gitea's <c>PullRequest</c>.</summary>
internal sealed record GiteaPullRequest
{
    public required long Number { get; init; }

    public string? HtmlUrl { get; init; }

    /// <summary><c>open</c> or <c>closed</c>.</summary>
    public required string State { get; init; }

    public required string Title { get; init; }

    public string? Body { get; init; }

    public required bool Merged { get; init; }

    public required GiteaBranch Head { get; init; }

    public required GiteaBranch Base { get; init; }
}

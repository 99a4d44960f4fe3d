using FastDataOperator.Git.Forges;

namespace FastDataOperator.Api.V1Alpha1;

/// <summary>What the pull request looks like.</summary>
internal sealed record PullRequestSpec
{
    /// <summary>Inferred from the URL when absent.</summary>
    public ForgeProvider? Provider { get; init; }

    public IReadOnlyList<string> Labels { get; init; } = [];

    public bool? Draft { get; init; }

    public IReadOnlyList<string> Reviewers { get; init; } = [];
}

using FastDataOperator.Git.Forges;
using FastDataOperator.Testing.Forges.AzureDevOps;
using FastDataOperator.Testing.Forges.BitbucketServer;
using FastDataOperator.Testing.Forges.Gitea;
using FastDataOperator.Testing.Forges.GitHub;
using FastDataOperator.Testing.Forges.GitLab;

namespace FastDataOperator.Testing.Forges;

/// <summary>The five forges, and what projects there are usually set up to do.</summary>
/// <param name="Merges">How people merge.</param>
/// <param name="DeletesBranches">Whether the forge deletes the branch of what was merged.</param>
public sealed record ForgeKind(ForgeProvider Provider, MergeStyle Merges, bool DeletesBranches)
{
    public static IReadOnlyList<ForgeKind> All { get; } =
    [
        new(ForgeProvider.GitHub, MergeStyle.Squash, DeletesBranches: false),
        new(ForgeProvider.GitLab, MergeStyle.FastForward, DeletesBranches: true),
        new(ForgeProvider.Gitea, MergeStyle.Rebase, DeletesBranches: false),
        new(ForgeProvider.AzureDevOps, MergeStyle.Squash, DeletesBranches: true),
        new(ForgeProvider.BitbucketServer, MergeStyle.MergeCommit, DeletesBranches: false),
    ];

    /// <param name="name">Of a <see cref="ForgeProvider"/>.</param>
    public static ForgeKind Of(string name) => All.Single(kind => kind.Provider.ToString() == name);

    public ForgeServer CreateServer() => Provider switch
    {
        ForgeProvider.GitHub => new GitHubServer(),
        ForgeProvider.GitLab => new GitLabServer(),
        ForgeProvider.Gitea => new GiteaServer(),
        ForgeProvider.AzureDevOps => new AzureDevOpsServer(),
        ForgeProvider.BitbucketServer => new BitbucketDataCenterServer(),
        _ => throw new ArgumentOutOfRangeException(nameof(Provider)),
    };
}

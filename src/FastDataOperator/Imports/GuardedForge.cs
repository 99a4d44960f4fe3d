using FastDataOperator.Core.Reports;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;

namespace FastDataOperator.Imports;

/// <summary>A forge that is written to only while this process may.</summary>
/// <param name="beforeWrite">As for <see cref="ImportAttempt"/>.</param>
internal sealed class GuardedForge(IForge forge, Action beforeWrite) : IForge
{
    public ForgeProvider Provider => forge.Provider;

    public PullRequestDialect Dialect => forge.Dialect;

    public Task<IReadOnlyList<PullRequest>> FindAsync(BranchName head, CancellationToken cancellationToken) => forge.FindAsync(head, cancellationToken);

    public Task<PullRequest> OpenAsync(PullRequestDraft draft, CancellationToken cancellationToken)
    {
        beforeWrite();
        return forge.OpenAsync(draft, cancellationToken);
    }

    public Task<IReadOnlyList<string>> DecorateAsync(PullRequest pullRequest, IReadOnlyList<string> labels, IReadOnlyList<string> reviewers, CancellationToken cancellationToken)
    {
        beforeWrite();
        return forge.DecorateAsync(pullRequest, labels, reviewers, cancellationToken);
    }

    public Task<PullRequest> UpdateAsync(PullRequest pullRequest, string title, string body, CancellationToken cancellationToken)
    {
        beforeWrite();
        return forge.UpdateAsync(pullRequest, title, body, cancellationToken);
    }

    public Task CloseAsync(PullRequest pullRequest, CancellationToken cancellationToken)
    {
        beforeWrite();
        return forge.CloseAsync(pullRequest, cancellationToken);
    }
}

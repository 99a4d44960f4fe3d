using FastDataOperator.Core.Reports;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;

namespace FastDataOperator.Imports;

/// <summary>A forge that is asked within an attempt's time, and written to only while this process may.</summary>
/// <param name="repository">For messages, without credentials.</param>
/// <param name="beforeWrite">As for <see cref="ImportAttempt"/>.</param>
internal sealed class GuardedForge(IForge forge, string repository, Deadline deadline, TimeProvider timeProvider, Action beforeWrite) : IForge
{
    public ForgeProvider Provider => forge.Provider;

    public PullRequestDialect Dialect => forge.Dialect;

    public Task<IReadOnlyList<PullRequest>> FindAsync(BranchName head, CancellationToken cancellationToken) =>
        InTimeAsync(token => forge.FindAsync(head, token), cancellationToken);

    public Task<PullRequest> OpenAsync(PullRequestDraft draft, CancellationToken cancellationToken) =>
        WriteAsync(token => forge.OpenAsync(draft, token), cancellationToken);

    public Task<IReadOnlyList<string>> DecorateAsync(PullRequest pullRequest, IReadOnlyList<string> labels, IReadOnlyList<string> reviewers, CancellationToken cancellationToken) =>
        WriteAsync(token => forge.DecorateAsync(pullRequest, labels, reviewers, token), cancellationToken);

    public Task<PullRequest> UpdateAsync(PullRequest pullRequest, string title, string body, CancellationToken cancellationToken) =>
        WriteAsync(token => forge.UpdateAsync(pullRequest, title, body, token), cancellationToken);

    public Task CloseAsync(PullRequest pullRequest, CancellationToken cancellationToken) => WriteAsync(
        async token =>
        {
            await forge.CloseAsync(pullRequest, token);
            return true;
        },
        cancellationToken);

    private Task<T> WriteAsync<T>(Func<CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        beforeWrite();
        return InTimeAsync(write, cancellationToken);
    }

    /// <exception cref="GitException">The deadline passed first.</exception>
    private async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(deadline.Left, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        try
        {
            return await ask(either.Token);
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new GitException(GitFailure.TimedOut, true, $"the forge of {repository} did not answer within the timeout of the import");
        }
    }
}

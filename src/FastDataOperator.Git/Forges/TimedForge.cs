using FastDataOperator.Core.Reports;

namespace FastDataOperator.Git.Forges;

/// <summary>The wall around a forge: ends whatever call is under way when the time is over that all of them have together, and lets nothing out that is no <see cref="GitException"/>, whatever a hostile server makes the libraries below throw.</summary>
internal sealed class TimedForge(IForge forge, ForgeAddress address, TimeSpan deadline, TimeProvider timeProvider) : IForge
{
    private readonly long _opened = timeProvider.GetTimestamp();

    public ForgeProvider Provider => forge.Provider;

    public PullRequestDialect Dialect => forge.Dialect;

    public Task<IReadOnlyList<PullRequest>> FindAsync(BranchName head, CancellationToken cancellationToken) =>
        RunAsync(token => forge.FindAsync(head, token), cancellationToken);

    public Task<PullRequest> OpenAsync(PullRequestDraft draft, CancellationToken cancellationToken) =>
        RunAsync(token => forge.OpenAsync(draft, token), cancellationToken);

    public Task<IReadOnlyList<string>> DecorateAsync(
        PullRequest pullRequest, IReadOnlyList<string> labels, IReadOnlyList<string> reviewers, CancellationToken cancellationToken) =>
        RunAsync(token => forge.DecorateAsync(pullRequest, labels, reviewers, token), cancellationToken);

    public Task<PullRequest> UpdateAsync(PullRequest pullRequest, string title, string body, CancellationToken cancellationToken) =>
        RunAsync(token => forge.UpdateAsync(pullRequest, title, body, token), cancellationToken);

    public Task CloseAsync(PullRequest pullRequest, CancellationToken cancellationToken) =>
        RunAsync(
            async token =>
            {
                await forge.CloseAsync(pullRequest, token);
                return true;
            },
            cancellationToken);

    private async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var left = deadline - timeProvider.GetElapsedTime(_opened);
        using var timeout = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await call(linked.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw new GitException(
                GitFailure.TimedOut, true, $"The {address.Provider} API of {address.Display} did not finish within {deadline.TotalSeconds:0.###} s.");
        }
        catch (Exception exception) when (exception is not GitException)
        {
            throw new GitException(GitFailure.ProtocolError, false, $"The {address.Provider} API of {address.Display} sent what could not be handled ({exception.GetType().Name}).");
        }
    }
}

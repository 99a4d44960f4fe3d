using FastDataOperator.Core.Reports;

namespace FastDataOperator.Git.Forges;

/// <summary>Ends each call of a forge at its deadline, and all that goes wrong in one as what the forge did.</summary>
internal sealed class TimedForge(IForge forge, ForgeAddress address, TimeSpan deadline, TimeProvider timeProvider) : IForge
{
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
        using var timeout = new CancellationTokenSource(deadline, timeProvider);
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
#pragma warning disable CA1031 // the wall: nothing of the libraries below may pass, whatever a hostile server makes them throw
        catch (Exception exception) when (exception is not GitException)
#pragma warning restore CA1031
        {
            throw new GitException(
                GitFailure.ProtocolError, false, $"The {address.Provider} API of {address.Display} answered what could not be handled ({exception.GetType().Name}).");
        }
    }
}

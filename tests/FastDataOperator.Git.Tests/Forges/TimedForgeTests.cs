using FastDataOperator.Core.Reports;
using FastDataOperator.Git.Forges;

namespace FastDataOperator.Git.Tests.Forges;

public sealed class TimedForgeTests
{
    [Fact]
    public async Task FindAsync_LibraryThrowsWhatNobodyExpects_IsAGitException()
    {
        var address = ForgeWorld.Address("https://github.com/acme/config.git", null);
        var forge = new TimedForge(new Broken(), address, TimeSpan.FromMinutes(1), TimeProvider.System);

        var failure = await Assert.ThrowsAsync<GitException>(() => forge.FindAsync(GitWorld.Branch("fastdata/a"), TestContext.Current.CancellationToken));

        Assert.Equal((GitFailure.ProtocolError, false), (failure.Reason, failure.IsTransient));
        Assert.Contains("https://github.com/acme/config.git", failure.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(NotSupportedException), failure.Message, StringComparison.Ordinal);
    }

    private sealed class Broken : IForge
    {
        public ForgeProvider Provider => ForgeProvider.GitHub;

        public PullRequestDialect Dialect => throw new NotSupportedException();

        public Task<IReadOnlyList<PullRequest>> FindAsync(BranchName head, CancellationToken cancellationToken) => throw new NotSupportedException("said by the server");

        public Task<PullRequest> OpenAsync(PullRequestDraft draft, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<string>> DecorateAsync(
            PullRequest pullRequest, IReadOnlyList<string> labels, IReadOnlyList<string> reviewers, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<PullRequest> UpdateAsync(PullRequest pullRequest, string title, string body, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task CloseAsync(PullRequest pullRequest, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

using FastDataOperator.Git;

namespace FastDataOperator.Cli;

/// <summary>Stands in until the Git layer's own is merged.</summary>
internal sealed class GitCredentialHelper(TimeProvider timeProvider)
{
    public Task<GitCredentials> FindAsync(RepositoryAddress address, TimeSpan deadline, CancellationToken cancellationToken) =>
        Task.FromResult(timeProvider is null ? address.Credentials : GitCredentials.Anonymous);
}

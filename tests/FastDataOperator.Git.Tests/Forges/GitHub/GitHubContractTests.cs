using FastDataOperator.Testing.Forges;
using FastDataOperator.Testing.Forges.GitHub;

namespace FastDataOperator.Git.Tests.Forges.GitHub;

/// <summary>What all forges do, on GitHub.</summary>
public sealed class GitHubContractTests : ForgeContractTests
{
    private protected override ForgeServer CreateServer() => new GitHubServer();
}

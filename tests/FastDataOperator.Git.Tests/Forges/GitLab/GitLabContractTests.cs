using FastDataOperator.Testing.Forges;
using FastDataOperator.Testing.Forges.GitLab;

namespace FastDataOperator.Git.Tests.Forges.GitLab;

/// <summary>What all forges do, on GitLab. Requests and answers are checked against a description that was written by hand (<see cref="GitLabDescription"/>).</summary>
public sealed class GitLabContractTests : ForgeContractTests
{
    private protected override ForgeServer CreateServer() => new GitLabServer();
}

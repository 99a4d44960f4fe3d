using FastDataOperator.Testing.Forges;
using FastDataOperator.Testing.Forges.Gitea;

namespace FastDataOperator.Git.Tests.Forges.Gitea;

/// <summary>What all forges do, on Gitea and Forgejo.</summary>
public sealed class GiteaContractTests : ForgeContractTests
{
    private protected override ForgeServer CreateServer() => new GiteaServer();
}

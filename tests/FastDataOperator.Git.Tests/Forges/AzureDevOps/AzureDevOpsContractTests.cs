using FastDataOperator.Testing.Forges;
using FastDataOperator.Testing.Forges.AzureDevOps;

namespace FastDataOperator.Git.Tests.Forges.AzureDevOps;

/// <summary>What all forges do, on Azure DevOps.</summary>
public sealed class AzureDevOpsContractTests : ForgeContractTests
{
    private protected override ForgeServer CreateServer() => new AzureDevOpsServer();
}

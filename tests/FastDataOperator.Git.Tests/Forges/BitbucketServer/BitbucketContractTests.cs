using FastDataOperator.Testing.Forges;
using FastDataOperator.Testing.Forges.BitbucketServer;

namespace FastDataOperator.Git.Tests.Forges.BitbucketServer;

/// <summary>What all forges do, on Bitbucket Data Center.</summary>
public sealed class BitbucketContractTests : ForgeContractTests
{
    private protected override ForgeServer CreateServer() => new BitbucketDataCenterServer();
}

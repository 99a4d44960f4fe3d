using FastDataOperator.Git.Forges;
using FastDataOperator.Git.Forges.Http;
using FastDataOperator.Git.Forges.GitHub;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Git.Tests.Forges;

public sealed class ForgeAddressTests
{
    [Theory]
    [InlineData("https://github.com/acme/config.git", "https://api.github.com/", "https://github.com/acme/config")]
    [InlineData("https://www.github.com/acme/config", "https://api.github.com/", "https://github.com/acme/config")]
    [InlineData("https://github.example.com/acme/config.git", "https://github.example.com/api/v3/", "https://github.example.com/acme/config")]
    [InlineData("https://github.example.com:8443/acme/config", "https://github.example.com:8443/api/v3/", "https://github.example.com:8443/acme/config")]
    [InlineData("https://octo.ghe.com/acme/config", "https://api.octo.ghe.com/", "https://octo.ghe.com/acme/config")]
    [InlineData("https://code.example.com/acme/config.git", "https://code.example.com/api/v3/", "https://code.example.com/acme/config", ForgeProvider.GitHub)]
    public void TryFind_OnGitHub_IsItsApi(string url, string api, string web, ForgeProvider? provider = null)
    {
        var address = Find(url, provider);

        Assert.Equal((ForgeProvider.GitHub, api, web), (address.Provider, address.Api.AbsoluteUri, address.Web.AbsoluteUri));
        Assert.Equal(["acme", "config"], address.Segments);
    }

    [Theory]
    [InlineData("https://codeberg.org/acme/config.git", "https://codeberg.org/api/v1/")]
    [InlineData("https://gitea.com/acme/config", "https://gitea.com/api/v1/")]
    [InlineData("https://forgejo.example.com:3000/acme/config.git", "https://forgejo.example.com:3000/api/v1/")]
    [InlineData("https://gitea.example.com/some/where/acme/config.git", "https://gitea.example.com/some/where/api/v1/")]
    [InlineData("https://code.example.com/acme/config.git", "https://code.example.com/api/v1/", ForgeProvider.Gitea)]
    public void TryFind_OnGitea_IsItsApiBelowTheInstance(string url, string api, ForgeProvider? provider = null)
    {
        var address = Find(url, provider);

        Assert.Equal((ForgeProvider.Gitea, api), (address.Provider, address.Api.AbsoluteUri));
        Assert.Equal(["acme", "config"], address.Segments);
    }

    [Theory]
    [InlineData("https://git.example.com/acme/config.git")]
    [InlineData("https://mygithub.com/acme/config.git")]
    [InlineData("https://notgithub.com/acme/config.git")]
    [InlineData("https://gitlab/acme/config.git")]
    public void TryFind_AddressTellsNothing_NamesTheFive(string url)
    {
        Assert.False(ForgeAddress.TryFind(null, GitWorld.Address(url), out _, out var problem));
        Assert.All(Enum.GetNames<ForgeProvider>(), name => Assert.Contains(name, problem, StringComparison.Ordinal));
        Assert.Contains(url[..^4], problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://github.com/acme", ForgeProvider.GitHub)]
    [InlineData("https://github.com/acme/config/more", ForgeProvider.GitHub)]
    [InlineData("https://github.com/acme/..%2f..", ForgeProvider.GitHub)]
    [InlineData("https://github.com/acme/a%0ab", ForgeProvider.GitHub)]
    [InlineData("https://gitea.example.com/config", ForgeProvider.Gitea)]
    [InlineData("https://gitea.example.com/acme/a%2fb", ForgeProvider.Gitea)]
    [InlineData("/srv/git/config.git", ForgeProvider.GitHub)]
    [InlineData("/srv/git/config.git", null)]
    public void TryFind_NoRepositoryOfAForge_SaysWhatIsWrong(string url, ForgeProvider? provider)
    {
        Assert.False(ForgeAddress.TryFind(provider, GitWorld.Address(url), out var address, out var problem));
        Assert.Null(address);
        Assert.NotEmpty(problem);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(ForgeProvider.BitbucketServer)]
    public void TryFind_OnBitbucketCloud_SaysThatItIsAnotherProduct(ForgeProvider? provider)
    {
        Assert.False(ForgeAddress.TryFind(provider, GitWorld.Address("https://bitbucket.org/acme/config.git"), out _, out var problem));
        Assert.Contains("Bitbucket Cloud", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://github.com/acme/config.git", "The GitHub API of https://github.com/acme/config.git (https://api.github.com) ")]
    [InlineData("https://github.example.com/acme/config.git", "The GitHub API of https://github.example.com/acme/config.git answered ")]
    [InlineData("ssh://git@github.example.com/acme/config.git", "The GitHub API of ssh://git@github.example.com/acme/config.git (https://github.example.com) ")]
    public void Failure_OfAnApiElsewhere_SaysWhereItIsAsked(string url, string beginning) => Assert.StartsWith(
        beginning, new ForgeFailures(Find(url, ForgeProvider.GitHub), GitHubForge.Traits, RemoteAccess.Anonymous, false).Malformed("nothing").Message, StringComparison.Ordinal);

    [Fact]
    public void TryFind_UserInfo_IsInNoAddress()
    {
        var address = Find("https://ada:" + TestSecrets.Canary + "@github.example.com/acme/config.git", null);

        Assert.DoesNotContain(TestSecrets.Canary, $"{address} {address.Api} {address.Web} {address.Display}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://github.com/acme/config/pull/7", "https://github.com/acme/config/pull/7")]
    [InlineData("http://github.com/acme/config/pull/7", "https://github.com/acme/config/pull/1")]
    [InlineData("https://evil.example.com/acme/config/pull/7", "https://github.com/acme/config/pull/1")]
    [InlineData("https://ada:" + TestSecrets.Canary + "@github.com/pull/7", "https://github.com/acme/config/pull/1")]
    [InlineData("javascript:alert(1)", "https://github.com/acme/config/pull/1")]
    [InlineData(null, "https://github.com/acme/config/pull/1")]
    [InlineData("https://xn--\u00e9\u3002xn--/acme/config/pull/1", "https://github.com/acme/config/pull/1")]
    public void PageOf_WhatTheForgeClaims_IsTakenOnItsOwnHostOnly(string? claimed, string page) =>
        Assert.Equal(page, Find("https://github.com/acme/config.git", null).PageOf(claimed, "/pull/1"));

    [Fact]
    public void Equality_OfAddresses_IsByProviderAndRepository()
    {
        Assert.Equal(Find("https://code.example.com/a/b", ForgeProvider.Gitea), Find("https://code.example.com/a/b", ForgeProvider.Gitea));
        Assert.NotEqual(Find("https://code.example.com/a/b", ForgeProvider.Gitea), Find("https://code.example.com/a/b", ForgeProvider.GitHub));
    }

    private static ForgeAddress Find(string url, ForgeProvider? provider) => ForgeWorld.Address(url, provider);
}

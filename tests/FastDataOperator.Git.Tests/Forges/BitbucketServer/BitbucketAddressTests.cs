using FastDataOperator.Git.Forges;
using FastDataOperator.Git.Forges.BitbucketServer;

namespace FastDataOperator.Git.Tests.Forges.BitbucketServer;

/// <summary>From the address that Git uses to where Bitbucket Data Center has that repository.</summary>
public sealed class BitbucketAddressTests
{
    [Theory]
    [InlineData("https://bitbucket.example.com/scm/PRJ/repo.git", "https://bitbucket.example.com/rest/api/latest/projects/PRJ/repos/repo/", "https://bitbucket.example.com/projects/PRJ/repos/repo")]
    [InlineData("https://example.com:7990/tools/bitbucket/scm/prj/repo.git", "https://example.com:7990/tools/bitbucket/rest/api/latest/projects/prj/repos/repo/", "https://example.com:7990/tools/bitbucket/projects/prj/repos/repo")]
    [InlineData("https://bitbucket.example.com/scm/~ada/repo.git", "https://bitbucket.example.com/rest/api/latest/projects/~ada/repos/repo/", "https://bitbucket.example.com/users/ada/repos/repo")]
    [InlineData("https://bitbucket.example.com/scm/scm/scm.git", "https://bitbucket.example.com/rest/api/latest/projects/scm/repos/scm/", "https://bitbucket.example.com/projects/scm/repos/scm")]
    public void Find_Address_IsARepository(string url, string api, string page)
    {
        var address = ForgeWorld.Address(url, provider: null);
        Assert.Equal((ForgeProvider.BitbucketServer, api, page), (address.Provider, address.Api.AbsoluteUri, address.Web.AbsoluteUri));
    }

    [Theory]
    [InlineData("https://bitbucket.example.com/PRJ/repo.git")]
    [InlineData("https://bitbucket.example.com/scm/repo.git")]
    [InlineData("https://bitbucket.example.com/scm/PRJ/group/repo.git")]
    [InlineData("https://bitbucket.example.com/scm/PRJ%2F../repo.git")]
    public void Find_OtherAddress_IsRefusedInWords(string url)
    {
        Assert.False(ForgeAddress.TryFind(ForgeProvider.BitbucketServer, GitWorld.Address(url), out _, out var problem));
        Assert.Contains("write https://", problem, StringComparison.Ordinal);
    }

    // What an ssh:// address comes to before this: its host, and its path in parts. It does not say whether the instance has a context path.
    [Theory]
    [InlineData("PRJ/repo", "https://bitbucket.example.com/rest/api/latest/projects/PRJ/repos/repo/", "https://bitbucket.example.com/projects/PRJ/repos/repo")]
    [InlineData("~ada/repo", "https://bitbucket.example.com/rest/api/latest/projects/~ada/repos/repo/", "https://bitbucket.example.com/users/ada/repos/repo")]
    [InlineData("scm/PRJ/repo", null, null)]
    public void Find_OverSsh_IsAtTheRootOfTheHost(string path, string? api, string? page)
    {
        var (address, problem) = BitbucketAddress.Find(GitWorld.Address("/any"), new ForgeUrl(new Uri("https://bitbucket.example.com"), path.Split('/')));

        Assert.Equal((api, page, api is null), (address?.Api.AbsoluteUri, address?.Web.AbsoluteUri, problem is not null));
    }
}

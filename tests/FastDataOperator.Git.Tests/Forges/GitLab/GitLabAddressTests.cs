using FastDataOperator.Git.Forges;

namespace FastDataOperator.Git.Tests.Forges.GitLab;

/// <summary>From the address that Git uses to where GitLab has that project.</summary>
public sealed class GitLabAddressTests
{
    [Theory]
    [InlineData("https://gitlab.com/group/project.git", "https://gitlab.com/api/v4/", "group%2Fproject", "https://gitlab.com/group/project")]
    [InlineData("https://gitlab.com/a/b/c/d", "https://gitlab.com/api/v4/", "a%2Fb%2Fc%2Fd", "https://gitlab.com/a/b/c/d")]
    [InlineData("http://127.0.0.1:8080/a/b.c.git", "http://127.0.0.1:8080/api/v4/", "a%2Fb.c", "http://127.0.0.1:8080/a/b.c")]
    [InlineData("https://gitlab.example.com/a%20b/c%3Fd.git", "https://gitlab.example.com/api/v4/", "a%20b%2Fc%3Fd", "https://gitlab.example.com/a%20b/c%3Fd")]
    public void Find_Address_IsAProject(string url, string api, string id, string page)
    {
        var address = ForgeWorld.Address(url, ForgeProvider.GitLab);
        Assert.Equal((api, id, page), (address.Api.AbsoluteUri, Uri.EscapeDataString(string.Join('/', address.Segments)), address.Web.AbsoluteUri));
    }

    // The address does not say where the instance ends and its groups begin.
    [Fact]
    public void Find_InstanceBelowAPath_IsAKnownLimit()
    {
        var address = ForgeWorld.Address("https://example.com/gitlab/group/project.git", ForgeProvider.GitLab);
        Assert.Equal("https://example.com/api/v4/", address.Api.AbsoluteUri);
        Assert.Equal(["gitlab", "group", "project"], address.Segments);
    }

    [Theory]
    [InlineData("https://gitlab.example.com/")]
    [InlineData("https://gitlab.example.com/project.git")]
    [InlineData("https://gitlab.example.com/group%2Fother/project.git")]
    [InlineData("https://gitlab.example.com/group/pro%5Cject.git")]
    [InlineData("https://gitlab.example.com/group/pro%0Aject.git")]
    public void Find_OtherAddress_IsRefusedInWords(string url)
    {
        Assert.False(ForgeAddress.TryFind(ForgeProvider.GitLab, GitWorld.Address(url), out _, out var problem));
        Assert.Contains("write https://", problem, StringComparison.Ordinal);
    }
}

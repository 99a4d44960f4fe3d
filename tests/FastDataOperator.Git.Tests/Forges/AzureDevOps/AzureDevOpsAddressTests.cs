using FastDataOperator.Git.Forges;
using FastDataOperator.Git.Forges.AzureDevOps;

namespace FastDataOperator.Git.Tests.Forges.AzureDevOps;

/// <summary>From the address that Git uses to where Azure DevOps has that repository.</summary>
public sealed class AzureDevOpsAddressTests
{
    [Theory]
    [InlineData("https://dev.azure.com/org/project/_git/repo", "https://dev.azure.com/org/project/_apis/git/repositories/repo/", "https://dev.azure.com/org/project/_git/repo")]
    [InlineData("https://org@dev.azure.com/org/My%20Project/_git/My%20Repo", "https://dev.azure.com/org/My%20Project/_apis/git/repositories/My%20Repo/", "https://dev.azure.com/org/My%20Project/_git/My%20Repo")]
    [InlineData("https://dev.azure.com/org/_git/repo", "https://dev.azure.com/org/repo/_apis/git/repositories/repo/", "https://dev.azure.com/org/repo/_git/repo")]
    [InlineData("https://dev.azure.com/same/_git/same", "https://dev.azure.com/same/same/_apis/git/repositories/same/", "https://dev.azure.com/same/same/_git/same")]
    [InlineData("https://org.visualstudio.com/project/_git/repo", "https://org.visualstudio.com/project/_apis/git/repositories/repo/", "https://org.visualstudio.com/project/_git/repo")]
    [InlineData("https://Org.VisualStudio.com/_git/repo", "https://org.visualstudio.com/repo/_apis/git/repositories/repo/", "https://org.visualstudio.com/repo/_git/repo")]
    [InlineData("https://org.visualstudio.com/DefaultCollection/project/_git/repo", "https://org.visualstudio.com/DefaultCollection/project/_apis/git/repositories/repo/", "https://org.visualstudio.com/DefaultCollection/project/_git/repo")]
    [InlineData("https://org.visualstudio.com/DefaultCollection/_git/repo", "https://org.visualstudio.com/DefaultCollection/repo/_apis/git/repositories/repo/", "https://org.visualstudio.com/DefaultCollection/repo/_git/repo")]
    [InlineData("https://devops.example.com/Collection/project/_git/repo", "https://devops.example.com/Collection/project/_apis/git/repositories/repo/", "https://devops.example.com/Collection/project/_git/repo")]
    [InlineData("https://devops.example.com/Collection/_git/repo", "https://devops.example.com/Collection/repo/_apis/git/repositories/repo/", "https://devops.example.com/Collection/repo/_git/repo")]
    [InlineData("http://devops.example.com:8080/tfs/Collection/project/_git/repo", "http://devops.example.com:8080/tfs/Collection/project/_apis/git/repositories/repo/", "http://devops.example.com:8080/tfs/Collection/project/_git/repo")]
    [InlineData("http://devops.example.com:8080/tfs/Collection/_git/repo", "http://devops.example.com:8080/tfs/Collection/repo/_apis/git/repositories/repo/", "http://devops.example.com:8080/tfs/Collection/repo/_git/repo")]
    [InlineData("https://dev.azure.com/org/project/_git/_optimized/repo", "https://dev.azure.com/org/project/_apis/git/repositories/repo/", "https://dev.azure.com/org/project/_git/repo")]
    [InlineData("https://dev.azure.com/org/_git/_full/repo", "https://dev.azure.com/org/repo/_apis/git/repositories/repo/", "https://dev.azure.com/org/repo/_git/repo")]
    [InlineData("https://org.visualstudio.com/DefaultCollection/project/_git/_full/repo", "https://org.visualstudio.com/DefaultCollection/project/_apis/git/repositories/repo/", "https://org.visualstudio.com/DefaultCollection/project/_git/repo")]
    [InlineData("https://devops.example.com/Collection/project/_git/_full/repo", "https://devops.example.com/Collection/project/_apis/git/repositories/repo/", "https://devops.example.com/Collection/project/_git/repo")]
    public void Find_Address_IsARepository(string url, string api, string page)
    {
        var address = ForgeWorld.Address(url, provider: null);
        Assert.Equal((ForgeProvider.AzureDevOps, api, page), (address.Provider, address.Api.AbsoluteUri, address.Web.AbsoluteUri));
    }

    [Theory]
    [InlineData("https://dev.azure.com/org/project/repo")]
    [InlineData("https://dev.azure.com/_git/repo")]
    [InlineData("https://dev.azure.com/org/project/_git/")]
    [InlineData("https://dev.azure.com/org/project/_git/repo/more")]
    [InlineData("https://dev.azure.com/org/project/_git/_other/repo")]
    [InlineData("https://dev.azure.com/org/_git/project/_git/_full/repo")]
    [InlineData("https://dev.azure.com/org/a/b/_git/repo")]
    [InlineData("https://dev.azure.com/org/_git/project/_git/repo")]
    [InlineData("https://dev.azure.com/org/pro%2Fject/_git/repo")]
    [InlineData("https://devops.example.com/_git/repo")]
    [InlineData("https://devops.example.com/tfs/_git/repo")]
    public void Find_OtherAddress_IsRefusedInWords(string url)
    {
        Assert.False(ForgeAddress.TryFind(ForgeProvider.AzureDevOps, GitWorld.Address(url), out _, out var problem));
        Assert.Contains("write https://", problem, StringComparison.Ordinal);
    }

    // What an ssh:// address comes to before this: its host, and its path in parts.
    [Theory]
    [InlineData("ssh.dev.azure.com", "v3/org/My Project/repo", "https://dev.azure.com/org/My%20Project/_apis/git/repositories/repo/", "https://dev.azure.com/org/My%20Project/_git/repo")]
    [InlineData("vs-ssh.visualstudio.com", "v3/org/project/repo", "https://org.visualstudio.com/project/_apis/git/repositories/repo/", "https://org.visualstudio.com/project/_git/repo")]
    [InlineData("devops.example.com", "Collection/project/_git/repo", "https://devops.example.com/Collection/project/_apis/git/repositories/repo/", "https://devops.example.com/Collection/project/_git/repo")]
    [InlineData("ssh.dev.azure.com", "v2/org/project/repo", null, null)]
    [InlineData("vs-ssh.visualstudio.com", "v3/evil.example.com#/project/repo", null, null)]
    [InlineData("vs-ssh.visualstudio.com", "v3/evil.example.com/project/repo", null, null)]
    public void Find_OverSsh_IsWhereHttpsWouldBe(string host, string path, string? api, string? page)
    {
        var (address, problem) = AzureDevOpsAddress.Find(GitWorld.Address("/any"), new ForgeUrl(new Uri("https://" + host), path.Split('/')));

        Assert.Equal((api, page, api is null), (address?.Api.AbsoluteUri, address?.Web.AbsoluteUri, problem is not null));
    }
}

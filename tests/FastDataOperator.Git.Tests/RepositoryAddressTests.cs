using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Git.Tests;

public sealed class RepositoryAddressTests
{
    [Theory]
    [InlineData("https://git.example.com/group/project.git", "https://git.example.com/group/project.git", "project")]
    [InlineData("HTTPS://Git.Example.com:443/group/project/", "https://git.example.com/group/project", "project")]
    [InlineData("http://127.0.0.1:8080/a%20b.git", "http://127.0.0.1:8080/a%20b.git", "a b")]
    [InlineData("https://ada:" + TestSecrets.Canary + "@git.example.com/p.git", "https://git.example.com/p.git", "p")]
    [InlineData("https://t0ken@git.example.com/p.git", "https://git.example.com/p.git", "p")]
    [InlineData("/srv/repositories/p.git/", "/srv/repositories/p.git", "p")]
    [InlineData("/srv/git/p/.git", "/srv/git/p/.git", "p")]
    [InlineData("file:///srv/a%20b", "/srv/a b", "a b")]
    [InlineData("./a:b", null, "a:b")]
    [InlineData("ssh://git@github.com/owner/repo.git", "ssh://git@github.com/owner/repo.git", "repo")]
    [InlineData("SSH://git@Git.Example.com:22/owner/re%20po/", "ssh://git@git.example.com/owner/re%20po", "re po")]
    [InlineData("ssh://git.example.com:2222/~ada/p.git", "ssh://git.example.com:2222/~ada/p.git", "p")]
    [InlineData("ssh://ada%40corp@[2001:DB8::1]:2222/p.git", "ssh://ada%40corp@[2001:db8::1]:2222/p.git", "p")]
    public void TryParse_Address_ShowsItWithoutUserInfo(string text, string? display, string project)
    {
        Assert.True(RepositoryAddress.TryParse(text, out var address, out _));
        Assert.Equal(display ?? Path.GetFullPath(text), address.Display);
        Assert.Equal(address.Display, address.ToString());
        Assert.Equal(project, address.ProjectName);
    }

    [Theory]
    [InlineData("git@github.com:owner/repo.git", "ssh://git@github.com/owner/repo.git")]
    [InlineData("github.com:/owner/repo.git", "ssh://github.com/owner/repo.git")]
    [InlineData("git@$(x):owner/repo.git", "ssh://user@host/path")]
    public void TryParse_InScpsForm_NamesTheUrl(string text, string url)
    {
        Assert.False(RepositoryAddress.TryParse(text, out _, out var problem));
        Assert.Contains($"write {url}", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_Ssh_IsShownSoThatItIsTheSameAgain()
    {
        Assert.True(RepositoryAddress.TryParse("ssh://ada%40corp@[2001:db8::1]:2222/it's%20%C3%BC+a/~x", out var address, out _));
        Assert.True(RepositoryAddress.TryParse(address.Display, out var again, out _));

        Assert.Equal(address, again);
        Assert.Equal(new GitCredentials.None(), address.Credentials);
        Assert.Equal("'/it'\\''s ü+a/~x'", address.Ssh?.QuotedPath);
        Assert.Equal("[2001:db8::1]:2222", address.Ssh?.KnownHostsName);
    }

    [Fact]
    public void TryParse_UserInfo_BecomesCredentials()
    {
        Assert.True(RepositoryAddress.TryParse("https://ada:" + TestSecrets.Canary + "p%40ss@git.example.com/p.git", out var address, out _));
        Assert.Equal(new GitCredentials.Basic("ada", TestSecrets.Canary + "p@ss"), address.Credentials);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("git@github.com:owner/repo.git")]
    [InlineData("git://github.com/owner/repo.git")]
    [InlineData("ext::sh -c touch%20/tmp/x")]
    [InlineData("fastdata://operation")]
    [InlineData("ftp://example.com/a.git")]
    [InlineData("https://")]
    [InlineData("https:///path")]
    [InlineData("https://example.com/a.git?private_token=" + TestSecrets.Canary)]
    [InlineData("https://example.com/a.git#main")]
    [InlineData("https://xn--\u00e9\u3002xn--/team/config.git")]
    [InlineData("https://\u202e./team/config.git")]
    [InlineData("file://server/share")]
    [InlineData("file:///srv/a%00b")]
    [InlineData("/srv/a\nb")]
    [InlineData("/srv/a\0b")]
    public void TryParse_Anything_ElseIsRefusedInWords(string text)
    {
        Assert.False(RepositoryAddress.TryParse(text, out _, out var problem));
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(TestSecrets.Canary, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_AnyText_NeverThrowsAndNeverShowsThePassword() =>
        CsCheck.Check.Sample(
            CsCheck.Gen.String,
            static text =>
            {
                if (RepositoryAddress.TryParse("https://u:" + Uri.EscapeDataString("pw" + text + "wp") + "@example.com/" + text, out var address, out var problem))
                {
                    Assert.DoesNotContain("wp@", address.Display, StringComparison.Ordinal);
                }
                else
                {
                    Assert.DoesNotContain("pw", problem, StringComparison.Ordinal);
                }

                _ = RepositoryAddress.TryParse(text, out _, out _);
            });
}

using FastDataOperator.Core.Reports;

namespace FastDataOperator.Core.Tests.Reports;

/// <summary>G4: a link only where it leads to the commit.</summary>
public class CommitPageTests
{
    private const string Commit = "1f2e3d4c5b6a79880123456789abcdef01234567";

    [Theory]
    [InlineData("https://github.com/core/config.git", "https://github.com/core/config/commit/")]
    [InlineData("https://github.example.com:8443/core/config", "https://github.example.com:8443/core/config/commit/")]
    [InlineData("https://gitlab.example.com/a/b/c/config.git", "https://gitlab.example.com/a/b/c/config/-/commit/")]
    [InlineData("https://gitlab.com/a/config", "https://gitlab.com/a/config/-/commit/")]
    [InlineData("https://codeberg.org/a/config.git", "https://codeberg.org/a/config/commit/")]
    [InlineData("https://gitea.example.com/a/config.git", "https://gitea.example.com/a/config/commit/")]
    [InlineData("https://dev.azure.com/org/project/_git/config", "https://dev.azure.com/org/project/_git/config/commit/")]
    [InlineData("https://bitbucket.example.com/scm/core/config.git", "https://bitbucket.example.com/projects/core/repos/config/commits/")]
    public void Of_GivenAForgeThatItsNameTells_IsThatCommitsPage(string repository, string expected) => Assert.Equal(expected + Commit, CommitPage.Of(repository, Commit));

    [Theory]
    [InlineData(null)]
    [InlineData("https://git.example.com/core/config.git")]
    [InlineData("http://github.com/core/config.git")]
    [InlineData("ssh://git@github.com/core/config.git")]
    [InlineData("git@github.com:core/config.git")]
    [InlineData("https://user@github.com/core/config.git")]
    [InlineData("https://github.com/core/config.git?x=1")]
    [InlineData("https://github.com/core/con)fig.git")]
    [InlineData("https://github.com/core/../config.git")]
    [InlineData("https://github.com/core/config.git\n")]
    [InlineData("https://github.com/core")]
    [InlineData("https://github.evil.example/a b/c")]
    [InlineData("https://github/core/config")]
    [InlineData("javascript:alert(1)//https://github.com/a/b")]
    public void Of_GivenAnythingElse_IsNone(string? repository) => Assert.Null(CommitPage.Of(repository, Commit));

    [Theory]
    [InlineData("")]
    [InlineData("main")]
    [InlineData("1f2e3d4c5b6a79880123456789abcdef0123456z")]
    [InlineData(Commit + ")")]
    [InlineData(Commit + "\n")]
    public void Of_GivenNoCommit_IsNone(string commit) => Assert.Null(CommitPage.Of("https://github.com/core/config.git", commit));
}

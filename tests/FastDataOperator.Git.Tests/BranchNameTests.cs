namespace FastDataOperator.Git.Tests;

public sealed class BranchNameTests
{
    [Theory]
    [InlineData("main", "main")]
    [InlineData("feature/a-1", "feature/a-1")]
    [InlineData("refs/heads/main", "main")]
    [InlineData("prüfung", "prüfung")]
    public void TryParse_GoodName_IsTaken(string text, string expected)
    {
        Assert.True(BranchName.TryParse(text, out var branch));
        Assert.Equal(expected, branch.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("HEAD")]
    [InlineData("-x")]
    [InlineData("a b")]
    [InlineData("a..b")]
    [InlineData("a@{1}")]
    [InlineData("a//b")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a.lock")]
    [InlineData(".a")]
    [InlineData("a/.b")]
    [InlineData("a.")]
    [InlineData("a:b")]
    [InlineData("a\nb")]
    [InlineData("a*")]
    public void TryParse_NameThatGitRefuses_IsRefused(string? text) => Assert.False(BranchName.TryParse(text, out _));
}

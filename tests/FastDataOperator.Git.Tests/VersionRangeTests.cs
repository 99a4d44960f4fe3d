namespace FastDataOperator.Git.Tests;

public sealed class VersionRangeTests
{
    [Theory]
    [InlineData(">=1.2.0 <2.0.0", "v1.1.0 v1.2.0 v1.9.9 v2.0.0", "v1.9.9")]
    [InlineData(">=1.2.0, <2.0.0", "v1.1.0 v1.2.0 v1.9.9 v2.0.0", "v1.9.9")]
    [InlineData("1.x", "v1.2.0 v1.10.0 v1.9.0 v2.0.0", "v1.10.0")]
    [InlineData("~1.2", "1.2.0 1.2.7 1.3.0", "1.2.7")]
    [InlineData("^1", "1.2.0 1.30.7 2.0.0", "1.30.7")]
    [InlineData("^0.2.3", "0.2.3 0.2.9 0.3.0", "0.2.9")]
    [InlineData("1.2 - 1.4", "1.1.9 1.4.5 1.5.0", "1.4.5")]
    [InlineData("^1 || ^3", "1.0.0 2.0.0 3.1.0 4.0.0", "3.1.0")]
    [InlineData("*", "0.1.0 latest release/9.9.9 12.0.0", "12.0.0")]
    [InlineData("v1.2.x", "v1.2.3", "v1.2.3")]
    [InlineData("*", "1.0.0 2.0.0-rc.1", "1.0.0")]
    [InlineData(">=1.0.0-0", "1.0.0 2.0.0-rc.1", "2.0.0-rc.1")]
    [InlineData(">=1.0.0-0 <2.0.0", "1.0.0 1.5.0-rc.1 1.4.0 2.0.0", "1.5.0-rc.1")]
    [InlineData("1.0 - 2.0", "1.0.0 2.0.0-rc.1", "1.0.0")]
    [InlineData("*", "1.0.0 v1.0.0", "v1.0.0")]
    [InlineData("*", "1.0.0+b 1.0.0+a", "1.0.0+b")]
    [InlineData("*", "v1.0 v2 1.0 01.0.0 release-1.0.0", null)]
    [InlineData("2.x", "1.0.0", null)]
    public void Newest_OfTags_IsTheHighestVersionWithin(string range, string tags, string? newest)
    {
        Assert.True(VersionRange.TryParse(range, out var parsed, out _));

        foreach (var order in new[] { tags.Split(' '), [.. tags.Split(' ').Reverse()] })
        {
            Assert.Equal(newest, parsed.Newest(order.Select(static tag => TagName.TryParse(tag, out var name) ? name : throw new ArgumentException(tag)))?.Value);
        }
    }

    [Theory]
    [InlineData("", "is no range of versions")]
    [InlineData("  ", "is no range of versions")]
    [InlineData("latest", "is no range of versions")]
    [InlineData("=>1.2.0", "is no range of versions")]
    [InlineData("!=1.2.0", "holds !=, which is not supported")]
    public void TryParse_OfWhatIsNoRange_SaysSo(string text, string problem)
    {
        Assert.False(VersionRange.TryParse(text, out _, out var found));
        Assert.StartsWith(problem, found, StringComparison.Ordinal);
    }

    [Fact]
    public void References_ToTheSame_AreEqual()
    {
        Assert.Equal(GitWorld.SemVer("1.x"), GitWorld.SemVer("1.x"));
        Assert.NotEqual(GitWorld.SemVer("1.x"), GitWorld.SemVer("2.x"));
        Assert.Equal(GitWorld.Tag("v1"), GitWorld.Tag("refs/tags/v1"));
        Assert.NotEqual(GitWorld.Tag("v1"), GitReference.Of(GitWorld.Branch("v1")));
    }
}

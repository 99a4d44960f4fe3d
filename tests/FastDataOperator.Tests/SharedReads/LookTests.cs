using FastDataOperator.Imports;
using FastDataOperator.SharedReads;

namespace FastDataOperator.Tests.SharedReads;

public sealed class LookTests
{
    private static readonly string s_commit = new('a', 40);

    [Fact]
    public void Mark_OfATagThatWasSignedAnew_IsAnother()
    {
        var before = Look.Seen.Of(new BranchRevision("v1", s_commit) { TagObject = "1", SignedBy = "ada" });

        Assert.NotEqual(before.Mark, (before with { TagObject = "2" }).Mark);
        Assert.Equal(before.Mark, Look.Seen.Of(new BranchRevision("v1", s_commit) { TagObject = "1" }).Mark);
        Assert.NotEqual(before.Mark, Look.Seen.Of(new BranchRevision("v1", s_commit)).Mark);
    }

    [Theory]
    [InlineData("main", true, "main@sha1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("v1.2.3", true, "v1.2.3@sha1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData(null, true, "sha1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("main", false, null)]
    [InlineData(null, false, null)]
    public void Revision_IsAsFluxWritesIt(string? name, bool hasCommit, string? expected) =>
        Assert.Equal(expected, new Look.Seen(name, hasCommit ? s_commit : null).Revision);
}

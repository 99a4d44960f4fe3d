using CsCheck;
using FastDataOperator.Core.Reports;

namespace FastDataOperator.Core.Tests.Reports;

/// <summary>G1: how an import finds its pull request again.</summary>
public class PullRequestMarkerTests
{
    private static readonly PullRequestMarker s_marker = new("team-a/orders-from-core", Plans.Digest, IsDecorated: false);

    [Fact]
    public void ToString_GivenAMarker_IsALinkReferenceDefinitionThatNobodySees()
    {
        Assert.Equal($"[//]: # (fastdata-import: team-a/orders-from-core plan: {Plans.Digest})", s_marker.ToString());
        Assert.Equal($"[//]: # (fastdata-import: team-a/orders-from-core plan: {Plans.Digest} decorated)", (s_marker with { IsDecorated = true }).ToString());
        Assert.Empty(new RenderedBody($"text\n\n{s_marker}\n").Links);
        Assert.Equal("text", new RenderedBody($"text\n\n{s_marker}\n").Words);
    }

    [Theory]
    [InlineData(false, PullRequestMarkerKind.Ordinary, "")]
    [InlineData(true, PullRequestMarkerKind.Ordinary, " asked")]
    [InlineData(false, PullRequestMarkerKind.Foreign, " foreign")]
    [InlineData(true, PullRequestMarkerKind.Withdrawn, " asked withdrawn")]
    public void TryFind_GivenWhatIsUnusual_ReadsItBack(bool isAsked, PullRequestMarkerKind kind, string words)
    {
        var marker = s_marker with { IsDecorated = true, IsAsked = isAsked, Kind = kind };

        Assert.EndsWith($" decorated{words})", marker.ToString(), StringComparison.Ordinal);
        Assert.True(PullRequestMarker.TryFind($"text\n{marker}\n", out var found));
        Assert.Equal(marker, found);
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("text\n\n{0}\n")]
    [InlineData("text\r\n\r\n{0}\r\n")]
    [InlineData("text\r{0}\r")]
    [InlineData("text\n\n{0}  \t\n\n \n")]
    [InlineData("text\n\n{0}\n\nA person wrote this below it.")]
    [InlineData("[//]: # (fastdata-import: other/import plan: sha256:1111111111111111111111111111111111111111111111111111111111111111)\n{0}\n[//]: # (fastdata-import: broken)\n[//]: # (something else)")]
    public void TryFind_GivenABody_ReadsTheLastMarker(string body)
    {
        Assert.True(PullRequestMarker.TryFind(string.Format(null, body, s_marker), out var marker));
        Assert.Equal(s_marker, marker);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("text")]
    [InlineData("text {0}")]
    [InlineData(" {0}")]
    [InlineData("> {0}")]
    [InlineData("- {0}")]
    [InlineData("| {0} |")]
    [InlineData("{0} text")]
    [InlineData("\u2028{0}")]
    [InlineData("[//]: # (fastdata-import: team-a/orders plan: sha256:0123)")]
    [InlineData("[//]: # (fastdata-import: team-a/or ders plan: sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef)")]
    [InlineData("[//]: # (fastdata-import:  plan: sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef)")]
    public void TryFind_GivenNoLineThatIsOne_FindsNone(string body)
    {
        Assert.False(PullRequestMarker.TryFind(string.Format(null, body, s_marker), out var marker));
        Assert.Null(marker);
    }

    [Fact]
    public void TryFind_GivenAnyMarkerInAnyText_ReadsWhatWasWritten() =>
        Gen.Select(Gen.String, Gen.Bool, Gen.String.Array[0, 5]).Where(static (import, _, _) => import.Length > 0 && import.All(static character => !char.IsSurrogate(character))).Sample(static (import, isDecorated, before) =>
        {
            var written = new PullRequestMarker(import, Plans.Digest, isDecorated);
            Assert.True(PullRequestMarker.TryFind($"{string.Join('\n', before)}\n{written}", out var read));
            Assert.Equal(written, read);
        });
}

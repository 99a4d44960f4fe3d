using FastDataOperator.Manifests;

namespace FastDataOperator.Tests.Manifests;

public class GoDurationTests
{
    [Theory]
    [InlineData("10m", 600_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("60s", 60_000)]
    [InlineData("500ms", 500)]
    [InlineData("1.5s", 1_500)]
    [InlineData("0", 0)]
    public void TryParse_GivenADuration_TakesIt(string text, long milliseconds)
    {
        Assert.True(GoDuration.TryParse(text, out var duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("m")]
    [InlineData("-5s")]
    [InlineData("10 m")]
    [InlineData("1d")]
    [InlineData("1..5s")]
    [InlineData("99999999999h")]
    [InlineData("1e9s")]
    public void TryParse_GivenAnythingElse_Refuses(string text) => Assert.False(GoDuration.TryParse(text, out _));
}

using FastDataOperator.Cli.Kubectl;

namespace FastDataOperator.Tests.Cli.Kubectl;

public sealed class AgeTests
{
    [Theory]
    [InlineData(-5, "0s")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(330, "5m30s")]
    [InlineData(3_900, "65m")]
    [InlineData(10_860, "3h1m")]
    [InlineData(93_600, "26h")]
    [InlineData(442_800, "5d3h")]
    [InlineData(34_560_000, "400d")]
    [InlineData(65_664_000, "2y30d")]
    [InlineData(315_360_000, "10y")]
    public void Age_GivenSeconds_ThenIsWhatKubectlShows(long seconds, string expected) => Assert.Equal(expected, Age.Of(TimeSpan.FromSeconds(seconds)));
}

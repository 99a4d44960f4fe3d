using FastDataOperator.Core.Findings;

namespace FastDataOperator.Core.Tests.Findings;

public class NearestNamesTests
{
    [Theory]
    [InlineData("erSchema", "erSchemas")]
    [InlineData("erschemas", "erSchemas")]
    [InlineData("singelViews", "singleViews")]
    [InlineData("cast", "castFunctions")]
    public void Of_GivenASlip_NamesWhatWasMeant(string wanted, string meant) =>
        Assert.Equal([meant], NearestNames.Of(wanted, ["systemsOfRecord", "singleViews", "erSchemas", "castFunctions"]));

    [Fact]
    public void Of_GivenNothingNear_IsEmpty() => Assert.Empty(NearestNames.Of("wholly-different", ["a", "pr_orders", ""]));

    [Fact]
    public void Of_GivenManyNear_OrdersByDistanceThenName() =>
        Assert.Equal(["pr_order", "pr_orderz", "pr_ordres"], NearestNames.Of("pr_orders", ["pr_ordres", "pr_orderz", "pr_order", "pr_order", "pr_orrdesz"]));

    [Fact]
    public void Of_GivenEndlessNames_ComparesNone() => Assert.Empty(NearestNames.Of(new string('x', 100_000), [new string('x', 100_000)]));
}

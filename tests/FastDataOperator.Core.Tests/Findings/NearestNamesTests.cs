using CsCheck;
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

    /// <summary>Against the plain definition of the distance.</summary>
    [Fact]
    public void Of_GivenAnyTwoNames_FindsWhatTheDefinitionFinds() => Gen.Select(Gen.Char["abc"].Array[1, 14], Gen.Char["abc"].Array[1, 14]).Sample((left, right) =>
    {
        string wanted = new(left), known = new(right);
        var extends = (left.Length >= 3 && known.StartsWith(wanted, StringComparison.Ordinal)) || (right.Length >= 3 && wanted.StartsWith(known, StringComparison.Ordinal));

        Assert.Equal(extends || Distance(wanted, known) <= Math.Max(1, Math.Min(wanted.Length / 3, 4)), NearestNames.Of(wanted, [known]).Count == 1);
    }, iter: 5000);

    private static int Distance(string left, string right)
    {
        var table = Enumerable.Range(0, left.Length + 1).Select(_ => new int[right.Length + 1]).ToArray();
        for (var row = 0; row <= left.Length; row++)
        {
            for (var column = 0; column <= right.Length; column++)
            {
                table[row][column] = row == 0 ? column : column == 0 ? row : Math.Min(Math.Min(table[row - 1][column], table[row][column - 1]) + 1,
                    table[row - 1][column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1));
                if (row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1])
                {
                    table[row][column] = Math.Min(table[row][column], table[row - 2][column - 2] + 1);
                }
            }
        }

        return table[left.Length][right.Length];
    }
}

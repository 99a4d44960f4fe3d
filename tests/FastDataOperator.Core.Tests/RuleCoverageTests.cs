using System.Reflection;

namespace FastDataOperator.Core.Tests;

public class RuleCoverageTests
{
    /// <summary>The rules of the behaviour contract that the domain decides.</summary>
    public static TheoryData<string> Rules =>
        ["S1", "S2", "S3", "C1", "C2", "C3", "C4", "M1", "M2", "M3", "M4", "K1", "K2", "K3", "K4", "K5", "R1", "R2", "R3", "U1", "D1", "P1", "P2", "V1", "E1", "E2", "E3", "F1", "F2", "F3"];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_GivenTheContract_HasATestThatNamesIt(string rule)
    {
        var named = from type in typeof(RuleCoverageTests).Assembly.GetTypes()
                    from method in type.GetMethods()
                    where method.GetCustomAttributes<FactAttribute>().Any()
                    from trait in method.GetCustomAttributes<TraitAttribute>()
                    where trait.Name == "Rule"
                    select trait.Value;
        Assert.Contains(rule, named);
    }
}

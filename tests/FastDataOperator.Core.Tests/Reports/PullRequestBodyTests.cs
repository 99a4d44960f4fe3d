using FastDataOperator.Core.Reports;
using FastDataOperator.Core.Tests.Building;

namespace FastDataOperator.Core.Tests.Reports;

/// <summary>G4: what a reviewer reads. The texts are in <c>Approved/</c>; with FASTDATA_APPROVE set, what is written becomes what is approved.</summary>
public class PullRequestBodyTests
{
    [Theory]
    [MemberData(nameof(PullRequestDialects.Names), MemberType = typeof(PullRequestDialects))]
    [Trait("Rule", "G4")]
    public void Write_GivenSomethingOfEverything_IsAsApproved(string forge)
    {
        var dialect = PullRequestDialects.Of(forge);
        var text = $"{PullRequestBody.Title(Plans.Review(), dialect)}\n\n{PullRequestBody.Write(Plans.Review(), Plans.Context, dialect)}";
        var path = Files.PathOf($"tests/FastDataOperator.Core.Tests/Reports/Approved/{forge}.md");
        if (Environment.GetEnvironmentVariable("FASTDATA_APPROVE") is not null)
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.ReadAllText(path), text);
    }
}

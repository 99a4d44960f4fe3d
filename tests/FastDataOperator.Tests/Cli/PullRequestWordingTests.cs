using FastDataOperator.Cli;
using FastDataOperator.Git.Forges;
using FastDataOperator.Imports;
using FastDataOperator.Tests.Imports;

namespace FastDataOperator.Tests.Cli;

public sealed class PullRequestWordingTests
{
    [Theory]
    [InlineData(nameof(PullRequestFate.Opened), "Opened pull request 7: https://forge.example/7. Review and merge it there; closing it refuses the change.")]
    [InlineData(nameof(PullRequestFate.Updated), "Updated pull request 7: https://forge.example/7. Review and merge it there; closing it refuses the change.")]
    [InlineData(nameof(PullRequestFate.Current), "The pull request 7 proposes just this: https://forge.example/7. Review and merge it there; closing it refuses the change.")]
    [InlineData(nameof(PullRequestFate.Merged), "The pull request 7 was merged: https://forge.example/7.")]
    [InlineData(nameof(PullRequestFate.Withdrawn), "Closed pull request 7, because there is nothing to propose any more: https://forge.example/7.")]
    [InlineData(nameof(PullRequestFate.WouldOpen), "An import opens a pull request from bots/orders.")]
    [InlineData(nameof(PullRequestFate.WouldUpdate), "An import updates pull request 7: https://forge.example/7.")]
    [InlineData(nameof(PullRequestFate.WouldWithdraw), "An import closes pull request 7, because there is nothing to propose any more: https://forge.example/7.")]
    public void Lines_OfAFate_SayWhatHappenedAndWhere(string fate, string line) =>
        Assert.Equal([line, "note: ada is nobody here"], PullRequestWording.Lines(Report(Enum.Parse<PullRequestFate>(fate))));

    [Fact]
    public void Lines_OfOneThatWasClosedLongAgo_AreNone() => Assert.Empty(PullRequestWording.Lines(Report(PullRequestFate.Closed) with { Notes = [] }));

    [Fact]
    public void Failure_WhereAPersonStandsInTheWay_NamesTheWayOut()
    {
        Assert.All(Enum.GetValues<PullRequestFate>().Where(fate => fate is not (PullRequestFate.Declined or PullRequestFate.HasOtherCommits)), fate => Assert.Null(PullRequestWording.Failure(Report(fate))));
        var declined = PullRequestWording.Failure(Report(PullRequestFate.Declined))!.Value;
        Assert.Equal(("PullRequestDeclined", "nothing was written; change what is imported, or give --update to open a new one"), (declined.Reason, declined.Remedy));
        var other = PullRequestWording.Failure(Report(PullRequestFate.HasOtherCommits))!.Value;
        Assert.Equal(("BranchHasOtherCommits", "nothing was written; merge the pull request https://forge.example/7, or take that commit off the branch, or delete the branch"), (other.Reason, other.Remedy));
    }

    private static PullRequestReport Report(PullRequestFate fate) => new()
    {
        Fate = fate,
        Head = ProposalWorld.Branch("bots/orders"),
        Request = fate == PullRequestFate.WouldOpen ? null : new PullRequest
        {
            Number = 7, Url = "https://forge.example/7", State = PullRequestState.Open, Title = "t", Body = "", Head = ProposalWorld.Branch("bots/orders"), Base = ProposalWorld.Branch("main"),
        },
        Notes = ["ada is nobody here"],
    };
}

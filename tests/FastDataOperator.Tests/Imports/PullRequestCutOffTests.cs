using FastDataOperator.Core.Imports;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;
using FastDataOperator.Imports;
using FastDataOperator.Testing;

namespace FastDataOperator.Tests.Imports;

/// <summary>Cut off before and after each thing that it does outside, and run again: the end is the same as if it had not been (G1).</summary>
public sealed class PullRequestCutOffTests
{
    public static TheoryData<string> Stories => ["open", "update", "rebase", "withdraw", "merged", "another base", "foreign", "asked after a refusal", "remove"];

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task Import_CutOffAnywhereAndRunAgain_EndsTheSame(string story)
    {
        var (undisturbed, steps) = await TellAsync(story, cutAt: 0);
        Assert.InRange(steps, 2, 40);

        for (var at = 1; at <= steps; at++)
        {
            var (end, _) = await TellAsync(story, at);
            Assert.Equal($"cut at {at}: {undisturbed}", $"cut at {at}: {end}");
        }
    }

    /// <returns>All that there is afterwards, and how many places there were to cut at.</returns>
    private static async Task<(string End, int Steps)> TellAsync(string story, int cutAt)
    {
        using var world = new ProposalWorld();
        var isRemoval = await PrepareAsync(world, story);
        var scissors = new Scissors(cutAt);
        world.Forge.Interrupt = scissors.Pass;
        world.BeforeWrite = scissors.Pass;
        Task<AttemptResult> Run() => isRemoval ? world.RemoveAsync() : world.ImportAsync(asked: story == "asked after a refusal");
        try
        {
            await Run();
        }
        catch (OperationCanceledException)
        {
            Assert.Equal(cutAt, scissors.Passed);
        }

        var steps = scissors.Passed;
        scissors.Rest();
        var result = await Run();
        Assert.False(result is AttemptResult.Failed or AttemptResult.Refused or AttemptResult.Rejected or AttemptResult.LostEveryRace, $"{result}");

        // And again, which must change nothing any more.
        var first = Describe(world);
        await Run();
        Assert.Equal(first, Describe(world));
        return (first, steps);
    }

    private static async Task<bool> PrepareAsync(ProposalWorld world, string story)
    {
        if (story == "open")
        {
            return false;
        }

        await world.ImportAsync();
        switch (story)
        {
            case "update":
                world.SetSource("""{"fields":[2]}""");
                break;
            case "rebase":
                world.Destination.Commit("main", new TestFile("notes.txt", "theirs"));
                break;
            case "withdraw":
                var file = world.HeadFile;
                world.Destination.Commit("main", new TestFile(ProposalWorld.File, file));
                break;
            case "merged":
                world.Merge(1);
                break;
            case "another base":
                world.Destination.Git("branch", "release", "main");
                world.Base = "release";
                break;
            case "foreign":
                world.CommitToHead();
                world.SetSource("""{"fields":[2]}""");
                break;
            case "asked after a refusal":
                world.Forge.Set(1, PullRequestState.Closed);
                break;
            case "remove":
                world.Merge(1);
                break;
        }

        return story == "remove";
    }

    /// <summary>The branches' files, the pull requests and their labels; commits by what they hold, for their times differ.</summary>
    private static string Describe(ProposalWorld world)
    {
        var branches = world.Destination.Git("for-each-ref", "--format=%(refname:short)", "refs/heads/").Split('\n')
            .Select(branch => $"{branch} {world.Destination.Git("log", "-1", "--format=%s", branch)} {world.Destination.ReadFile(branch, ProposalWorld.File)}");
        var requests = world.Forge.All.Select(request =>
            $"{request.Number} {request.State} {request.Base} {request.Title} {FoundPullRequests.MarkerOf(request)} {request.Body}");
        return Normal(string.Join('\n', [.. branches, .. requests, .. world.Forge.Labels.Select(label => $"{label}")]).Replace(world.Folder, "", StringComparison.Ordinal));
    }

    /// <summary>Without what differs from run to run.</summary>
    private static string Normal(string text) => System.Text.RegularExpressions.Regex.Replace(text, "[0-9a-f]{7,40}|\\d{4}-\\d\\d-\\d\\d[T ][0-9:]+", "…");

    private sealed class Scissors(int cutAt)
    {
        private bool _rests;

        public int Passed { get; private set; }

        public void Rest() => _rests = true;

        public void Pass()
        {
            if (!_rests && ++Passed == cutAt)
            {
                throw new OperationCanceledException("killed");
            }
        }
    }
}

using FastDataOperator.Cli;
using FastDataOperator.Core.Findings;
using FastDataOperator.Imports;
using FastDataOperator.Manifests;
using FastDataOperator.Testing;

namespace FastDataOperator.Tests.Scenarios;

/// <summary>Runs every folder of <c>tests/Scenarios</c>; its README says what they hold.</summary>
public sealed class ScenarioTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Names => [.. ScenarioFolder.Names];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Import_GivenAFolder_DoesWhatItSays(string scenario)
    {
        var folder = new ScenarioFolder(scenario);
        folder.LayOut("source", _directory["source.git"]);
        var destination = folder.LayOut("before", _directory["destination.git"]);
        File.Copy(folder["import.yaml"], _directory["import.yaml"]);
        var before = destination.Tip("main");

        var outcomes = await ImportAsync();

        destination.Check();
        if (folder.IsRefused)
        {
            Assert.Equal(OutcomeKind.Refused, Assert.Single(outcomes.Select(outcome => outcome.Kind).Distinct()));
            ExpectedFinding.AssertEqual(ExpectedFinding.Read(folder["refused.yaml"]), Problems(outcomes));
            Assert.Equal(before, destination.Tip("main"));
            return;
        }

        Assert.Equal([], Problems(outcomes).Select(problem => problem.ToString()));
        AssertTree(folder, destination);
        ExpectedFinding.AssertEqual(ExpectedFinding.Read(folder["warnings.yaml"]), [.. outcomes.SelectMany(outcome => outcome.Plan!.Warnings)]);
        AssertCommits(before, outcomes, destination);
        await AssertConvergedAsync(destination);
    }

    /// <summary>One commit for each import that changed something, of one file, on top of what was there.</summary>
    private static void AssertCommits(string? before, IReadOnlyList<ImportOutcome> outcomes, TestRepository destination)
    {
        var commits = destination.Git(["rev-list", "--parents", "main", .. before is null ? (string[])[] : ["^" + before]]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(outcomes.Where(outcome => outcome.Kind == OutcomeKind.Pushed).Select(outcome => outcome.Commit).Reverse(), commits.Select(line => line.Split(' ')[0]));
        if (commits.Length > 0)
        {
            Assert.Equal(before, commits[^1].Split(' ').Skip(1).SingleOrDefault());
            Assert.Single(destination.ChangedPaths("main"));
        }
    }

    /// <summary>The same again finds nothing to do (K5, U1).</summary>
    private async Task AssertConvergedAsync(TestRepository destination)
    {
        var tip = destination.Tip("main");
        var again = await ImportAsync();
        Assert.Equal([OutcomeKind.NothingToDo], again.Select(outcome => outcome.Kind).Distinct());
        Assert.Equal(tip, destination.Tip("main"));
    }

    /// <summary>What <c>fastdata import -f import.yaml</c> comes to.</summary>
    private async Task<IReadOnlyList<ImportOutcome>> ImportAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        try
        {
            var manifests = await ManifestSet.ReadAsync([_directory["import.yaml"]], NeededRepositories.Both, cancellationToken);
            return await new RepositoryImports(new Terminal(), TimeProvider.System).RunAsync(manifests, sourceFile: null, publish: true, asked: false, _ => { }, cancellationToken);
        }
        catch (ImportRefusedException refusal)
        {
            return [ImportOutcome.Refused("", refusal.Problems)];
        }
    }

    private static IReadOnlyList<Finding> Problems(IReadOnlyList<ImportOutcome> outcomes)
    {
        Assert.All(outcomes, outcome => Assert.Null(outcome.Failure));
        return [.. outcomes.SelectMany(outcome => outcome.Problems)];
    }

    /// <summary>The destination's whole tree is <c>after/</c>, byte for byte and mode for mode.</summary>
    private static void AssertTree(ScenarioFolder folder, TestRepository destination)
    {
        destination.Commit("after", folder.Files("after"));
        if (destination.Git("rev-parse", "after^{tree}", "main^{tree}").Split('\n').Distinct().Count() > 1)
        {
            Assert.Fail(destination.Git("diff", "--no-color", "--no-ext-diff", "--text", "--ws-error-highlight=all", "after", "main"));
        }
    }
}

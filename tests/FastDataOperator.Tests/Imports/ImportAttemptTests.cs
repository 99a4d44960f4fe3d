using System.Diagnostics.Metrics;
using FastDataOperator.Api;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Git;
using FastDataOperator.Git.Signatures;
using FastDataOperator.Imports;
using FastDataOperator.Testing;

namespace FastDataOperator.Tests.Imports;

/// <summary>G2: gather, plan, publish, and again when somebody pushed in between.</summary>
public sealed class ImportAttemptTests : IDisposable
{
    private const string Source = """{"systems":{},"castFunctions":{},"singleViews":{"sv_customer":{"fields":[]}},"erSchemas":{},"version":"2.2.0"}""";
    private const string Destination = """{"systems":{},"castFunctions":{},"singleViews":{},"erSchemas":{},"version":"2.2.0"}""";

    private readonly TemporaryDirectory _directory = new();
    private readonly TestRepository _source;
    private readonly TestRepository _destination;

    public ImportAttemptTests()
    {
        _source = TestRepository.CreateBare(_directory["source.git"]);
        _destination = TestRepository.CreateBare(_directory["destination.git"]);
        _source.Commit("main", new TestFile("fastdata-config.json", Source));
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Import_GivenALostRace_PlansAgainAndKeepsBothCommits()
    {
        _destination.Commit("main", new TestFile("fastdata-config.json", Destination));
        var clock = new RacingClock(() => _destination.Commit("main", new TestFile("notes.txt", "theirs")), times: 1);

        var pushed = Assert.IsType<AttemptResult.Pushed>(await ImportAsync(clock));

        Assert.Equal(2, pushed.Attempts);
        Assert.Equal(pushed.Commit.Value, _destination.Tip("main"));
        Assert.Equal("theirs", _destination.ReadFile("main", "notes.txt"));
        Assert.Contains("sv_customer", _destination.ReadFile("main", "fastdata-config.json"), StringComparison.Ordinal);
        Assert.Equal("3", _destination.Git("rev-list", "--count", "main"));
    }

    [Fact]
    public async Task Import_GivenARaceThatBringsTheName_RefusesAfterPlanningAgain_K1()
    {
        _destination.Commit("main", new TestFile("fastdata-config.json", Destination));
        var theirs = Destination.Replace("\"singleViews\":{}", "\"singleViews\":{\"sv_customer\":{\"fields\":[1]}}", StringComparison.Ordinal);
        var clock = new RacingClock(() => _destination.Commit("main", new TestFile("fastdata-config.json", theirs)), times: 1);

        Assert.IsType<AttemptResult.Refused>(await ImportAsync(clock));

        Assert.Equal(theirs, _destination.ReadFile("main", "fastdata-config.json"));
    }

    [Fact]
    public async Task Import_GivenARaceEveryTime_GivesUp()
    {
        _destination.Commit("main", new TestFile("fastdata-config.json", Destination));
        var clock = new RacingClock(() => _destination.Commit("main", new TestFile("notes.txt", Guid.NewGuid().ToString())), times: int.MaxValue);

        var lost = Assert.IsType<AttemptResult.LostEveryRace>(await ImportAsync(clock));

        Assert.Equal(ImportAttempt.MostRaces, lost.Attempts);
    }

    [Fact]
    public async Task Import_FromTheNewestTagOfARange_CallsItATag()
    {
        _destination.Commit("main", new TestFile("fastdata-config.json", Destination));
        _source.Git("tag", "v1.2.0", "main");
        Assert.True(VersionRange.TryParse("1.x", out var range, out _));

        Assert.IsType<AttemptResult.Pushed>(await ImportAsync(TimeProvider.System, reference: new GitReference.SemVer(range)));

        var message = _destination.Git("log", "-1", "--format=%B", "main");
        Assert.Contains(", tag v1.2.0, commit ", message, StringComparison.Ordinal);
        Assert.Contains("FastData-Source-Tag: v1.2.0", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_GivenNoConfiguration_CreatesIt()
    {
        _destination.Commit("main", new TestFile("README.md", "a project"));

        var pushed = Assert.IsType<AttemptResult.Pushed>(await ImportAsync(TimeProvider.System));

        Assert.True(pushed.Destination.IsNew);
        Assert.Contains("sv_customer", _destination.ReadFile("main", "fastdata-config.json"), StringComparison.Ordinal);
        Assert.Equal("a project", _destination.ReadFile("main", "README.md"));
    }

    [Fact]
    public async Task Import_GivenAnEmptyRepository_MakesItsFirstCommit()
    {
        Assert.IsType<AttemptResult.Pushed>(await ImportAsync(TimeProvider.System));

        Assert.Equal("1", _destination.Git("rev-list", "--count", "main"));
    }

    [Fact]
    public async Task Import_GivenBothFileNames_RefusesNamingBoth()
    {
        _destination.Commit("main", new TestFile("fastdata-config.json", Destination), new TestFile("fast-data-config.json", Destination));

        var refused = Assert.IsType<AttemptResult.Refused>(await ImportAsync(TimeProvider.System));

        Assert.Contains("has both fastdata-config.json and fast-data-config.json at its root", Assert.Single(refused.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_GivenASourceWithoutConfiguration_SaysWhatItsRootHolds()
    {
        _source.Git("update-ref", "-d", "refs/heads/main");
        _source.Commit("main", new TestFile("fastdata-confg.json", Source));
        _destination.Commit("main", new TestFile("fastdata-config.json", Destination));

        var problem = Assert.Single(Assert.IsType<AttemptResult.Refused>(await ImportAsync(TimeProvider.System)).Problems);

        Assert.Contains("its root holds fastdata-confg.json", problem.Message, StringComparison.Ordinal);
        Assert.Equal("did you mean fastdata-confg.json? name it as path (--path)", problem.Remedy);
    }

    [Fact]
    public async Task Import_GivenOneSideThatFails_ReportsThatSide()
    {
        Directory.Delete(_source.Path, recursive: true);

        Assert.Equal(GitFailure.RepositoryNotFound, Assert.IsType<AttemptResult.Failed>(await ImportAsync(TimeProvider.System)).Reason);
    }

    [Fact]
    public async Task Import_GivenAResult_SaysWhichCommitsWereRead()
    {
        _destination.Commit("main", new TestFile("fastdata-config.json", Destination));
        var read = new ReadRevisions(new BranchRevision("main", _source.Tip("main")), new BranchRevision("main", _destination.Tip("main")));

        Assert.Equal(read, (await ImportAsync(TimeProvider.System)).Read);
    }

    [Theory]
    [InlineData("""{"systems":{},"singleViews":{"sv_customer":{"fields":[1]}}}""")]
    [InlineData("{")]
    public async Task Import_GivenARefusal_SaysWhichCommitsWereRead(string destination)
    {
        _destination.Commit("main", new TestFile("fastdata-config.json", destination));

        var refused = Assert.IsType<AttemptResult.Refused>(await ImportAsync(TimeProvider.System));

        Assert.Equal(new ReadRevisions(new BranchRevision("main", _source.Tip("main")), new BranchRevision("main", _destination.Tip("main"))), refused.Read);
    }

    [Fact]
    public async Task Import_GivenThatItMayNoLongerWrite_PushesNothing()
    {
        _destination.Commit("main", new TestFile("fastdata-config.json", Destination));
        var before = _destination.Tip("main");

        await Assert.ThrowsAsync<OperationCanceledException>(() => ImportAsync(TimeProvider.System, static () => throw new OperationCanceledException()));

        Assert.Equal(before, _destination.Tip("main"));
    }

    [Fact]
    public async Task Import_GivenNothingToDo_NeverAsksWhetherItMayWrite()
    {
        _destination.Commit("main", new TestFile("fastdata-config.json", Source));

        Assert.IsType<AttemptResult.Planned>(await ImportAsync(TimeProvider.System, static () => throw new OperationCanceledException()));
    }

    [Fact]
    public async Task Remove_GivenAnImport_RestoresTheFileWithoutTheSource_P2()
    {
        await ImportReferencesAsync();
        Directory.Delete(_source.Path, recursive: true);
        var before = _destination.Tip("main");

        var pushed = Assert.IsType<AttemptResult.Pushed>(await RemoveAsync(TimeProvider.System));

        Assert.Equal(Destination, _destination.ReadFile("main", "fastdata-config.json"));
        Assert.Equal(new ReadRevisions(null, new BranchRevision("main", before)), pushed.Read);
        Assert.StartsWith("fastdata: remove 1 Single View of default/race\n", _destination.Git("log", "-1", "--format=%B", "main"), StringComparison.Ordinal);
        Assert.False(Assert.IsType<AttemptResult.Planned>(await RemoveAsync(TimeProvider.System)).Plan.HasChanges);
    }

    [Fact]
    public async Task Remove_GivenALostRace_PlansAgainAndKeepsBothCommits_P2()
    {
        await ImportReferencesAsync();
        var clock = new RacingClock(() => _destination.Commit("main", new TestFile("notes.txt", "theirs")), times: 1);

        Assert.Equal(2, Assert.IsType<AttemptResult.Pushed>(await RemoveAsync(clock)).Attempts);

        Assert.Equal("theirs", _destination.ReadFile("main", "notes.txt"));
        Assert.Equal(Destination, _destination.ReadFile("main", "fastdata-config.json"));
    }

    [Fact]
    public async Task Remove_GivenWhatStillNeedsIt_RefusesWithWhatWasRead_P2()
    {
        await ImportReferencesAsync();
        var needing = _destination.ReadFile("main", "fastdata-config.json").Replace("\"erSchemas\":{}", """ "erSchemas":{"er":{"config":{"sv_customer":{"outgoing":{}}}}} """, StringComparison.Ordinal);
        _destination.Commit("main", new TestFile("fastdata-config.json", needing));

        var refused = Assert.IsType<AttemptResult.Refused>(await RemoveAsync(TimeProvider.System));

        Assert.Equal((Reason.StillNeeded, "P2"), (Assert.Single(refused.Problems).Reason, refused.Problems[0].Rule));
        Assert.Equal(_destination.Tip("main"), refused.Read!.Destination.Commit);
    }

    [Fact]
    public async Task Remove_GivenThatItMayNoLongerWrite_PushesNothing_P2()
    {
        await ImportReferencesAsync();
        var before = _destination.Tip("main");

        await Assert.ThrowsAsync<OperationCanceledException>(() => RemoveAsync(TimeProvider.System, static () => throw new OperationCanceledException()));

        Assert.Equal(before, _destination.Tip("main"));
    }

    [Fact]
    public async Task Remove_GivenABranchThatIsGone_SaysSoByItsReason_P2()
    {
        await ImportReferencesAsync();
        _destination.Git("branch", "-m", "main", "other");

        var refused = Assert.IsType<AttemptResult.Refused>(await RemoveAsync(TimeProvider.System, branch: "main"));

        Assert.Equal(Reason.BranchMissing, Assert.Single(refused.Problems).Reason);
        Assert.Null(refused.Read);
    }

    [Fact]
    public async Task Remove_GivenARepositoryThatIsGone_SaysSoByItsReason_P2()
    {
        Directory.Delete(_destination.Path, recursive: true);

        Assert.Equal(GitFailure.RepositoryNotFound, Assert.IsType<AttemptResult.Failed>(await RemoveAsync(TimeProvider.System)).Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Remove_GivenNoConfigurationAnyMore_HasNothingToDo_P2(bool isEmpty)
    {
        if (!isEmpty)
        {
            _destination.Commit("main", new TestFile("README.md", "a project"));
        }

        Assert.False(Assert.IsType<AttemptResult.Planned>(await RemoveAsync(TimeProvider.System)).Plan.HasChanges);
    }

    private async Task ImportReferencesAsync()
    {
        _destination.Commit("main", new TestFile("fastdata-config.json", Destination));
        Assert.IsType<AttemptResult.Pushed>(await ImportAsync(TimeProvider.System, mode: ImportMode.Reference));
    }

    private async Task<AttemptResult> RemoveAsync(TimeProvider clock, Action? beforePublish = null, string? branch = null)
    {
        using var meter = new Meter("test");
        using var client = new GitClient(TimeProvider.System, _directory.Path, new GitLimits(), RemotePolicy.Unrestricted, meter);
        var destination = Locate(_destination);
        if (branch is not null)
        {
            Assert.True(BranchName.TryParse(branch, out var name));
            destination = destination with { Reference = new GitReference.Branch(name) };
        }

        var removal = new RequestedRemoval { Import = "default/race", Destination = destination, Timeout = TimeSpan.FromMinutes(2) };
        return await new ImportAttempt(new ProjectFetcher(client, new NoCredentials(), TimeProvider.System), clock, beforePublish ?? (static () => { }), static (_, _, _) => throw new InvalidOperationException("no forge is to be asked")).RemoveAsync(removal, TestContext.Current.CancellationToken);
    }

    private async Task<AttemptResult> ImportAsync(TimeProvider clock, Action? beforePublish = null, ImportMode mode = ImportMode.Resource, GitReference? reference = null)
    {
        using var meter = new Meter("test");
        using var client = new GitClient(TimeProvider.System, _directory.Path, new GitLimits(), RemotePolicy.Unrestricted, meter);
        var import = new RequestedImport
        {
            Request = new ImportRequest { Name = "default/race", Selection = new Selection { All = true }, ImportAs = mode },
            Source = Locate(_source) with { Reference = reference ?? GitReference.Default },
            Destination = Locate(_destination),
            Timeout = TimeSpan.FromMinutes(2),
        };
        return await new ImportAttempt(new ProjectFetcher(client, new NoCredentials(), TimeProvider.System), clock, beforePublish ?? (static () => { }), static (_, _, _) => throw new InvalidOperationException("no forge is to be asked")).ImportAsync(import, TestContext.Current.CancellationToken);
    }

    private static ProjectLocation Locate(TestRepository repository)
    {
        Assert.True(RepositoryAddress.TryParse(repository.Path, out var address, out _));
        return new ProjectLocation { Address = address, Repository = repository.Path, Project = address.ProjectName };
    }

    /// <summary>The time of the commit is asked for between planning and pushing: somebody else pushes just then.</summary>
    private sealed class RacingClock(Action race, int times) : TimeProvider
    {
        private int _left = times;

        public override DateTimeOffset GetUtcNow()
        {
            if (_left-- > 0)
            {
                race();
            }

            return new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
        }
    }
}

using System.Diagnostics.Metrics;
using System.Text;
using FastDataOperator.Api;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Reports;
using FastDataOperator.Core.Resources;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;
using FastDataOperator.Git.Signatures;
using FastDataOperator.Imports;
using FastDataOperator.Testing;

namespace FastDataOperator.Tests.Imports;

/// <summary>Two projects, a forge for the destination, and an import between them that publishes as a pull request.</summary>
internal sealed class ProposalWorld : IDisposable
{
    public const string Import = "team-a/views";
    public const string Head = "fastdata/team-a/views";
    public const string File = "fastdata-config.json";

    private readonly TemporaryDirectory _directory = new();

    public ProposalWorld()
    {
        Source = TestRepository.CreateBare(_directory["source.git"]);
        Destination = TestRepository.CreateBare(_directory["destination.git"]);
        SetSource("""{"fields":[1]}""");
        Destination.Commit("main", new TestFile(File, Project("")));
    }

    /// <summary>Where it all lies.</summary>
    public string Folder => _directory.Path;

    public TestRepository Source { get; }

    public TestRepository Destination { get; }

    public FakeForge Forge { get; } = new();

    /// <summary>What the import asks for.</summary>
    public ImportRequest Request { get; set; } = new() { Name = Import, Selection = new Selection { All = true }, ImportAs = ImportMode.Reference };

    public RequestedPullRequest Proposal { get; set; } = new() { Head = Branch(Head), Forge = ForgeAt("https://github.com/team-a/config"), Labels = ["fastdata"] };

    public CommitAuthor? Author { get; set; }

    /// <summary>Signs the import's commits.</summary>
    public CommitSigner? Signer { get; set; }

    public string Base { get; set; } = "main";

    /// <summary>Right before something is written, to Git or to the forge.</summary>
    public Action BeforeWrite { get; set; } = static () => { };

    public string? HeadTip => Destination.Tip(Head);

    public string HeadFile => Destination.ReadFile(Head, File);

    public static ForgeAddress ForgeAt(string url) =>
        RepositoryAddress.TryParse(url, out var repository, out var problem) && ForgeAddress.TryFind(null, repository, out var forge, out problem) ? forge : throw new ArgumentException(problem);

    public static BranchName Branch(string name) => BranchName.TryParse(name, out var branch) ? branch : throw new ArgumentException(name);

    /// <summary>The source has one Single View, with this content.</summary>
    public void SetSource(string view) => Source.Commit("main", new TestFile(File, Project($"\"sv_customer\":{view}")));

    /// <summary>A commit of the source that changes nothing of what is imported.</summary>
    public void TouchSource() => Source.Commit("main", new TestFile("notes.txt", Guid.NewGuid().ToString()));

    /// <summary>The source has nothing that the destination lacks.</summary>
    public void TouchBase() => Destination.Commit("main", new TestFile("notes.txt", Guid.NewGuid().ToString()));

    public Task<AttemptResult> ImportAsync(bool asked = false) => RunAsync((attempt, import, token) => attempt.ImportAsync(import, token), asked);

    public Task<AttemptResult> PlanAsync(bool asked = false) => RunAsync((attempt, import, token) => attempt.PlanAsync(import, token), asked);

    public Task<AttemptResult> RemoveAsync() => AttemptAsync((attempt, token) => attempt.RemoveAsync(
        new RequestedRemoval { Import = Import, Destination = Locate(Destination) with { Reference = new GitReference.Branch(Branch(Base)) }, Timeout = TimeSpan.FromMinutes(2), Author = Author, PullRequest = Proposal }, token));

    /// <summary>Imports, which must come to this.</summary>
    public async Task<PullRequestReport> ProposeAsync(PullRequestFate expected, bool asked = false)
    {
        var report = Assert.IsType<AttemptResult.Proposed>(await ImportAsync(asked)).PullRequest!;
        Assert.Equal(expected, report.Fate);
        return report;
    }

    /// <summary>Imports where nothing is left to propose.</summary>
    public async Task<PullRequestReport?> SettleAsync() => Assert.IsType<AttemptResult.Planned>(await ImportAsync()).PullRequest;

    public async Task<PullRequestReport?> ForeseeAsync(bool asked = false) => Assert.IsType<AttemptResult.Planned>(await PlanAsync(asked)).PullRequest;

    /// <summary>Right before the next write, whatever it is.</summary>
    public void Once(Action act) => BeforeWrite = () =>
    {
        BeforeWrite = static () => { };
        act();
    };

    /// <summary>The plan that the proposed commit makes.</summary>
    public string? ProposedDigest() => CommitTrailers.Read(Destination.Git("log", "-1", "--format=%B", Head), CommitTrailers.Plan);

    /// <summary>As a forge does it: a merge commit, or all changes as one commit of the base's own.</summary>
    public void Merge(long number, bool squash = false, bool deleteBranch = false)
    {
        var tip = HeadTip;
        var tree = Destination.Git("rev-parse", $"{Head}^{{tree}}");
        string[] parents = squash ? ["-p", Base] : ["-p", Base, "-p", Head];
        var merge = Destination.Git(["commit-tree", tree, .. parents, "-m", "Merge"]);
        Destination.Git("update-ref", $"refs/heads/{Base}", merge);
        if (deleteBranch)
        {
            Destination.Git("update-ref", "-d", $"refs/heads/{Head}");
        }

        Forge.Change(number, request => request with { State = PullRequestState.Merged, HeadCommit = CommitId.TryParse(tip, out var id) ? id : null });
    }

    /// <summary>A person's commit on the import's branch.</summary>
    public string CommitToHead() => Destination.Commit(Head, new TestFile("fix.txt", "theirs"));

    /// <summary>The import's branch becomes just this commit.</summary>
    /// <param name="commit">As <c>git cat-file</c> prints it.</param>
    public string SetHead(string commit)
    {
        var id = GitCommand.Run(Destination.Path, Encoding.UTF8.GetBytes(commit), "hash-object", "-t", "commit", "-w", "--stdin");
        Destination.Git("update-ref", $"refs/heads/{Head}", id);
        return id;
    }

    public void Dispose() => _directory.Dispose();

    private static string Project(string views) => $$"""{"systems":{},"castFunctions":{},"singleViews":{{{views}}},"erSchemas":{},"version":"2.2.0"}""" + "\n";

    private Task<AttemptResult> RunAsync(Func<ImportAttempt, RequestedImport, CancellationToken, Task<AttemptResult>> run, bool asked) => AttemptAsync((attempt, token) => run(
        attempt,
        new RequestedImport
        {
            Request = Request with { Asked = asked },
            Source = Locate(Source),
            Destination = Locate(Destination) with { Reference = new GitReference.Branch(Branch(Base)) },
            Timeout = TimeSpan.FromMinutes(2),
            Author = Author,
            SigningKey = Signer is null ? null : new ObjectKey("team-a", "bot"),
            PullRequest = Proposal,
        },
        token));

    private async Task<AttemptResult> AttemptAsync(Func<ImportAttempt, CancellationToken, Task<AttemptResult>> run)
    {
        using var meter = new Meter("test");
        using var client = new GitClient(TimeProvider.System, _directory.Path, new GitLimits(), RemotePolicy.Unrestricted, meter);
        return await run(
            new ImportAttempt(new ProjectFetcher(client, new NoCredentials(Signer), TimeProvider.System), TimeProvider.System, () => BeforeWrite(), (_, _, _) => Forge), TestContext.Current.CancellationToken);
    }

    private static ProjectLocation Locate(TestRepository repository)
    {
        Assert.True(RepositoryAddress.TryParse(repository.Path, out var address, out _));
        return new ProjectLocation { Address = address, Repository = repository.Path, Project = address.ProjectName };
    }
}

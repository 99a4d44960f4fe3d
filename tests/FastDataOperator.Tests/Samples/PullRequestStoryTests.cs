using System.Diagnostics.Metrics;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Imports;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;
using FastDataOperator.Imports;
using FastDataOperator.Manifests;
using FastDataOperator.Testing;
using FastDataOperator.Tests.EndToEnd;
using FastDataOperator.Tests.Imports;
using FastDataOperator.Tests.Scenarios;

namespace FastDataOperator.Tests.Samples;

/// <summary>The story of samples/pull-request, step by step, with its own manifest but for the addresses, and with a forge in memory.</summary>
public sealed class PullRequestStoryTests : IDisposable
{
    private const string Head = "fastdata/marketing/customer-from-core";

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeForge _forge = new();

    private string Marketing => _directory["story/marketing.git"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Import_FollowsTheSourceUntilItIsMerged_AndIsSilentAfterwards()
    {
        await LayOutAsync();

        var first = await ImportAsync<AttemptResult.Proposed>(PullRequestFate.Opened);
        Assert.Equal(15, first.Plan.Count(ChangeAction.Added));
        Assert.Equal((1L, "fastdata"), Assert.Single(_forge.Labels));
        Assert.Equal(["marketing-lead is nobody here"], first.PullRequest!.Notes);
        await ImportAsync<AttemptResult.Proposed>(PullRequestFate.Current);

        await LayOutAsync("next");
        await ImportAsync<AttemptResult.Proposed>(PullRequestFate.Updated);
        Git("update-ref", "refs/heads/main", Git("commit-tree", "main^{tree}", "-p", "main", "-m", "Another commit"));
        await ImportAsync<AttemptResult.Proposed>(PullRequestFate.Updated);
        Assert.Equal("1", Git("rev-list", "--count", $"main..{Head}"));
        Assert.Single(_forge.All);

        Git("update-ref", "refs/heads/main", Git("commit-tree", $"{Head}^{{tree}}", "-p", "main", "-p", Head, "-m", "Merge"));
        _forge.Set(1, PullRequestState.Merged);
        await ImportAsync<AttemptResult.Planned>(PullRequestFate.Merged);
        Assert.Equal("refs/heads/main", Git("for-each-ref", "--format=%(refname)"));
        await ImportAsync<AttemptResult.Planned>(PullRequestFate.Merged);
        Assert.Single(_forge.All);
    }

    private string Git(params string[] arguments) => GitCommand.Run(Marketing, arguments);

    private async Task LayOutAsync(params string[] what)
    {
        var run = await ProgramRun.RunAsync(
            Path.Combine(ProjectRoot.Path, "samples", "lay-out.sh"), _directory.Path, ["share-er-schema", _directory["story"], .. what]);
        Assert.True(run.ExitCode == 0, run.Error);
    }

    private async Task<T> ImportAsync<T>(PullRequestFate fate)
        where T : AttemptResult
    {
        var manifest = Path.Combine(ProjectRoot.Path, "samples", "pull-request", "import.yaml");
        var read = Assert.IsType<ManifestRead.Success>(ManifestReader.Read("import.yaml", await File.ReadAllBytesAsync(manifest, TestContext.Current.CancellationToken)));
        var mapped = Assert.IsType<RequestMapping.Mapped>(RequestMapper.Map(read.Imports[0].Import, read.Imports[0].Locate, "")).Import;
        Assert.Equal(Head, mapped.PullRequest!.Head.Value);
        using var meter = new Meter("test");
        using var client = new GitClient(TimeProvider.System, _directory.Path, new GitLimits(), RemotePolicy.Unrestricted, meter);
        var attempt = new ImportAttempt(new ProjectFetcher(client, new NoCredentials(), TimeProvider.System), TimeProvider.System, static () => { }, (_, _, _) => _forge);
        var result = Assert.IsType<T>(await attempt.ImportAsync(
            mapped with { Source = At(mapped.Source!, "customer-core"), Destination = At(mapped.Destination, "marketing") }, TestContext.Current.CancellationToken));
        Assert.Equal(fate, result.PullRequest!.Fate);
        return result;
    }

    private ProjectLocation At(ProjectLocation location, string name) => location with
    {
        Address = RepositoryAddress.TryParse(_directory[$"story/{name}.git"], out var address, out var problem) ? address : throw new InvalidOperationException(problem),
        Secret = null,
    };
}

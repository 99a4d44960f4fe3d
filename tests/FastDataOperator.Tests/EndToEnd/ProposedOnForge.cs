using FastDataOperator.Git.Forges;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Forges;

namespace FastDataOperator.Tests.EndToEnd;

/// <summary>The sample pull-request on a forge, and <c>fastdata import</c> as a process of its own. Whatever it prints and whatever reaches the forge is looked through for the tokens.</summary>
internal sealed class ProposedOnForge : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private ProposedOnForge(ForgeSite site) => Site = site;

    public ForgeSite Site { get; }

    public static async Task<ProposedOnForge> StartAsync(string forge)
    {
        var world = new ProposedOnForge(await ForgeSite.StartAsync(forge, Path.Combine(ProjectRoot.Path, "samples")));
        await File.WriteAllTextAsync(world._directory["import.yaml"], world.Site.Manifest(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(world._directory["secrets.yaml"], world.Site.Secrets(), TestContext.Current.CancellationToken);
        return world;
    }

    /// <summary>Imports, and returns all that was printed.</summary>
    public async Task<string> ImportAsync(int exitCode = 0, params string[] more)
    {
        var run = await ProgramRun.RunAsync(ProgramRun.FastData, _directory.Path, ["import", "-f", "import.yaml", "-f", "secrets.yaml", .. more]);
        var all = run.Output + run.Error;
        Assert.True(run.ExitCode == exitCode, $"ended with {run.ExitCode}:\n{all}");
        Assert.All([ForgeServer.Good, ForgeServer.ReadOnly], token => Assert.DoesNotContain(token, all, StringComparison.Ordinal));
        return all;
    }

    /// <summary>Imports where nothing is left to do: nothing is written.</summary>
    public async Task<string> ImportInSilenceAsync(int exitCode = 0)
    {
        var (before, tip, body) = (Site.Writes, Site.Tip, Site.PullRequest.Body);
        var output = await ImportAsync(exitCode);
        Assert.Equal((before, tip, body), (Site.Writes, Site.Tip, Site.PullRequest.Body));
        return output;
    }

    /// <summary>Several imports at the same time: each does what there is to do, or says that another was faster and that it may try again.</summary>
    public async Task ImportAtOnceAsync(int count)
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => ProgramRun.RunAsync(ProgramRun.FastData, _directory.Path, ["import", "-f", "import.yaml", "-f", "secrets.yaml"])));
        Assert.All(runs, static run => Assert.True(
            run.ExitCode == 0 || (run.ExitCode == 1 && run.Error.Contains("try again", StringComparison.Ordinal)), $"ended with {run.ExitCode}:\n{run.Output}{run.Error}"));
        Assert.Contains(runs, static run => run.ExitCode == 0);
    }

    /// <summary>Starts an import and kills it, as the kernel would, once a request is held.</summary>
    public async Task ImportKilledAsync(ForgeTrap trap)
    {
        Site.Forge.Trap = trap;
        using var process = ProgramRun.Start(ProgramRun.FastData, _directory.Path, ["import", "-f", "import.yaml", "-f", "secrets.yaml"]);
        await Patience.ForAsync(WaitAsync(trap.Reached), "the request did not come", () => process.HasExited ? process.StandardError.ReadToEnd() : "it runs", TestContext.Current.CancellationToken);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Site.Forge.Trap = null;
    }

    /// <summary>There are so many pull requests, and of these the newest alone is open, from one commit on the base's tip.</summary>
    public ModelPullRequest AssertOpen(int count)
    {
        Assert.Equal(count, Site.PullRequests.Count);
        Assert.All(Site.PullRequests.SkipLast(1), static one => Assert.NotEqual(PullRequestState.Open, one.State));
        var open = Site.PullRequest;
        Assert.Equal((PullRequestState.Open, ForgeSite.Head, "main"), (open.State, open.Head, open.Base));
        Assert.Equal(Site.Destination.Tip("main"), Site.Destination.Git("rev-parse", $"{ForgeSite.Head}^"));
        Assert.Equal(["fastdata-config.json"], Site.Destination.ChangedPaths(ForgeSite.Head));
        return open;
    }

    public async ValueTask DisposeAsync()
    {
        Assert.All(Site.PullRequests, static one => Assert.DoesNotContain(ForgeServer.Good, one.Title + one.Body, StringComparison.Ordinal));
        var violations = Site.Forge.Violations;
        Site.Destination.Check();
        await Site.DisposeAsync();
        _directory.Dispose();
        Assert.Empty(violations);
    }

    private static async Task<bool> WaitAsync(Task task)
    {
        await task;
        return true;
    }
}

using FastDataOperator.Benchmarks.Inputs;
using FastDataOperator.Benchmarks.Measuring;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Git;

namespace FastDataOperator.Benchmarks.Workers;

/// <summary>One import end to end: fetch both in parallel, plan, commit, push.</summary>
internal sealed class ImportWork(GitClient git, string source, string destination, ProjectShape selected)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    public void Run() => RunAsync().GetAwaiter().GetResult();

    private async Task RunAsync()
    {
        var fetchSource = FetchAsync(source);
        using var into = await FetchAsync(destination);
        using var from = await fetchSource;
        var origin = new SourceOrigin
        {
            Project = "core", Branch = "main", ExportedAt = from.CommitTime!.Value, Repository = from.Address.Display, Commit = from.CommitId!.Value.Value,
        };
        var plan = Planned.Import(
            BenchmarkRequest.For(selected), File(from, "fastdata-config.json"), origin, File(into, "fastdata-config.json"), File(into, ConsoleConfiguration.FileName));
        var content = new CommitContent
        {
            Path = "fastdata-config.json", Pieces = plan.Edit.Pieces, Message = "Import 20 Projections from core",
            AuthorName = "Fast Data", AuthorEmail = "fastdata@example.com", When = TimeProvider.System.GetUtcNow(),
        };
        var result = await into.PublishAsync(content, Deadline, CancellationToken.None);
        if (result is not PublishResult.Pushed)
        {
            throw new RunFailedException(result.ToString());
        }
    }

    private async Task<RepositorySnapshot> FetchAsync(string url)
    {
        if (!RepositoryAddress.TryParse(url, out var address, out var problem) || !BranchName.TryParse("main", out var branch))
        {
            throw new RunFailedException(problem ?? "no branch name");
        }

        return await git.FetchAsync(address, branch, GitCredentials.Anonymous, Deadline, CancellationToken.None) is FetchResult.Fetched fetched
            ? fetched.Snapshot
            : throw new RunFailedException("no such branch");
    }

    private static ConfigurationFile File(RepositorySnapshot snapshot, string path) =>
        new(path, ((SnapshotFile.Found)snapshot.ReadFile(path)).Content);
}

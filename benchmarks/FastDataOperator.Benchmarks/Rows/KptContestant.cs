using System.Globalization;
using System.Text;
using FastDataOperator.Benchmarks.Contests;
using FastDataOperator.Benchmarks.Inputs;
using FastDataOperator.Benchmarks.Measuring;

namespace FastDataOperator.Benchmarks.Rows;

/// <summary><c>kpt pkg update</c> of a package of 20 ConfigMaps after one upstream commit, its cache of the upstream warm. It neither
/// commits nor pushes.</summary>
internal static class KptContestant
{
    private const int Files = 20;

    public static async Task<Contestant> PrepareAsync(BenchmarkContext context, string repository, CancellationToken cancellationToken)
    {
        var upstream = Path.Combine(context.Scratch.Repositories, "kpt-upstream.git");
        await DirectoryCopy.LinkAsync(repository, upstream, cancellationToken);
        await CommitAsync(upstream, revision: 1, cancellationToken);

        var template = context.Scratch.NewRun();
        var package = Path.Combine(template, "package");
        await MeasuredProcess.RunAsync(
            "kpt", ["pkg", "get", $"{context.Server.Url("kpt-upstream.git")}/package@main", package], Environment(template), cancellationToken);
        await CommitAsync(upstream, revision: 2, cancellationToken);

        return new Contestant(Names.Kpt, async stop =>
        {
            var work = Path.Combine(context.Scratch.NewRun(), "kpt");
            await DirectoryCopy.CopyAsync(template, work, stop);
            var sample = await MeasuredProcess.RunAsync(Path.Combine(context.Peers, "kpt-update.sh"), [], Environment(work), stop);
            if (!(await File.ReadAllTextAsync(Path.Combine(work, "package", "settings-00.yaml"), stop)).Contains("revision 2", StringComparison.Ordinal))
            {
                throw new RunFailedException("kpt did not bring the package up to date");
            }

            Directory.Delete(work, recursive: true);
            return sample;
        });
    }

    private static Dictionary<string, string> Environment(string work) => new() { ["KPT_CACHE_DIR"] = Path.Combine(work, "cache"), ["HOME"] = work, ["WORK"] = work };

    private static async Task CommitAsync(string upstream, int revision, CancellationToken cancellationToken)
    {
        var commands = new StringBuilder("commit refs/heads/main\n")
            .Append(CultureInfo.InvariantCulture, $"committer Fast Data <fastdata@example.com> {1_770_000_000 + revision} +0000\ndata 0\n")
            .Append("from refs/heads/main^0\n");
        for (var file = 0; file < Files; file++)
        {
            var content = $"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings-{file:D2}\ndata:\n  state: revision {revision}\n";
            commands.Append(CultureInfo.InvariantCulture, $"M 100644 inline package/settings-{file:D2}.yaml\ndata {content.Length}\n{content}\n");
        }

        using var git = GitCommand.Start(["-C", upstream, "fast-import", "--quiet"], redirectInput: true);
        await git.StandardInput.WriteAsync(commands, cancellationToken);
        git.StandardInput.Close();
        await GitCommand.FinishAsync(git, cancellationToken);
    }
}

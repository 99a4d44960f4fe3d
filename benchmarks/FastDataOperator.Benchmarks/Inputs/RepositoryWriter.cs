using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace FastDataOperator.Benchmarks.Inputs;

/// <summary>Writes a bare repository with its history through <c>git fast-import</c>, packed as a server keeps it: the newest
/// configuration whole, the older ones as deltas against it.</summary>
internal sealed class RepositoryWriter(RepositoryShape shape, byte[] configuration)
{
    private const long FirstCommitTime = 1_760_000_000;
    private readonly int _revisions = ((shape.Commits - 1) / shape.CommitsPerRevision) + 1;

    public async Task WriteAsync(string directory, CancellationToken cancellationToken)
    {
        await GitCommand.RunAsync(["init", "--quiet", "--bare", "--initial-branch=main", directory], cancellationToken);
        foreach (var setting in new[] { "http.receivepack", "uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant" })
        {
            await GitCommand.RunAsync(["-C", directory, "config", setting, "true"], cancellationToken);
        }

        await GitCommand.RunAsync(["-C", directory, "config", "gc.auto", "0"], cancellationToken);
        await GitCommand.RunAsync(["-C", directory, "config", "receive.autogc", "false"], cancellationToken);
        await ImportAsync(directory, cancellationToken);
        // Deltas are kept as they are: searching better ones among 100 MB blobs takes minutes and a gigabyte.
        string[] window = configuration.Length > 50_000_000 ? ["-c", "pack.window=0"] : [];
        await GitCommand.RunAsync(["-C", directory, .. window, "repack", "-a", "-d", "-q", "--write-bitmap-index"], cancellationToken);
        await GitCommand.RunAsync(["-C", directory, "pack-refs", "--all"], cancellationToken);
    }

    private async Task ImportAsync(string directory, CancellationToken cancellationToken)
    {
        using var git = GitCommand.Start(["-C", directory, "-c", "fastimport.unpackLimit=1", "fast-import", "--quiet"], redirectInput: true);
        var input = git.StandardInput.BaseStream;
        await using (input)
        {
            for (var revision = _revisions - 1; revision >= 0; revision--)
            {
                Revision.Stamp(configuration, revision);
                await SayAsync(input, $"blob\nmark :{revision + 1}\n");
                await DataAsync(input, configuration);
            }

            for (var commit = 0; commit < shape.Commits; commit++)
            {
                await CommitAsync(input, commit);
            }
        }

        await GitCommand.FinishAsync(git, cancellationToken);
        Revision.Stamp(configuration, _revisions - 1);
    }

    private async Task CommitAsync(Stream input, int commit)
    {
        var time = FirstCommitTime + (commit * 3600L);
        await SayAsync(input, $"commit refs/heads/main\ncommitter Fast Data <fastdata@example.com> {time} +0000\n");
        await DataAsync(input, Encoding.UTF8.GetBytes($"Change {commit}\n"));
        if (commit % shape.CommitsPerRevision == 0)
        {
            await SayAsync(input, $"M 100644 :{(commit / shape.CommitsPerRevision) + 1} fastdata-config.json\n");
        }
        else
        {
            await FileAsync(input, CompanionFiles.ConfigMapPath(commit % (shape.Files - 2)), CompanionFiles.ConfigMap(commit % (shape.Files - 2), commit));
        }

        if (commit == 0)
        {
            await FileAsync(input, "api-console-config.json", CompanionFiles.ConsoleConfiguration(shape.Project));
            for (var file = 0; file < shape.Files - 2; file++)
            {
                await FileAsync(input, CompanionFiles.ConfigMapPath(file), CompanionFiles.ConfigMap(file, 0));
            }
        }
    }

    private static async Task FileAsync(Stream input, string path, byte[] content)
    {
        await SayAsync(input, $"M 100644 inline {path}\n");
        await DataAsync(input, content);
    }

    private static async Task DataAsync(Stream input, byte[] content)
    {
        await SayAsync(input, $"data {content.Length}\n");
        await input.WriteAsync(content);
        await SayAsync(input, $"\n");
    }

    private static async Task SayAsync(Stream input, FormattableString line) =>
        await input.WriteAsync(Encoding.UTF8.GetBytes(line.ToString(CultureInfo.InvariantCulture)));
}

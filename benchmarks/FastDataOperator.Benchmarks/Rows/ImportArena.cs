using System.Globalization;
using System.Text;
using System.Text.Json;
using FastDataOperator.Benchmarks.Contests;
using FastDataOperator.Benchmarks.Inputs;
using FastDataOperator.Benchmarks.Measuring;

namespace FastDataOperator.Benchmarks.Rows;

/// <summary>A scenario's two repositories behind the server. Each run gets a destination of its own, made from hard links to the packed
/// one, so that every run pushes into the same untouched repository and leaves nothing behind for the next.</summary>
internal sealed class ImportArena(BenchmarkContext context, Scenario scenario)
{
    private MeaningCheck? _check;
    private string _tip = "";
    private int _destinations;

    public string SourceUrl => context.Server.Url($"{scenario.Name}-source.git");

    /// <summary>Size of the destination's configuration in bytes.</summary>
    public long FileSize { get; private set; }

    public string Wanted => JsonSerializer.Serialize(scenario.Source.Project.Selection);

    public string Source => PathOf("source");

    /// <summary>The same source, from a server that leaves nothing out on request.</summary>
    public async Task<string> PrepareWholeSourceAsync(CancellationToken cancellationToken)
    {
        var repository = $"{scenario.Name}-whole-source.git";
        var path = Path.Combine(context.Scratch.Repositories, repository);
        await DirectoryCopy.LinkAsync(Source, path, cancellationToken);
        await OfferNoFilterAsync(path, cancellationToken);
        return context.Server.Url(repository);
    }

    private string Destination => PathOf("destination");

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await context.Progress.WriteLineAsync($"{scenario.Name}: generating repositories");
        await Task.WhenAll(
            WriteAsync(scenario.Source, Source, cancellationToken),
            WriteAsync(scenario.Destination, Destination, cancellationToken));
        var before = await ConfigurationAsync(Destination, cancellationToken);
        FileSize = before.Length;
        await context.Progress.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{scenario.Name}: configurations of {FileSize / 1e6:F3} MB"));
        _tip = await TipAsync(Destination, "refs/heads/main", cancellationToken);
        _check = new MeaningCheck(scenario.Source.Project, before);
    }

    /// <summary>A contestant that is told where to import from and to, and a scratch directory; what it pushed is checked, then deleted.</summary>
    public Contestant Contestant(string name, Func<string, string, CancellationToken, Task<Sample>> importAsync, bool offersFilter = true) => new(name, async cancellationToken =>
    {
        var repository = string.Create(CultureInfo.InvariantCulture, $"{scenario.Name}-destination-{_destinations++}.git");
        var path = Path.Combine(context.Scratch.Repositories, repository);
        await DirectoryCopy.LinkAsync(Destination, path, cancellationToken);
        if (!offersFilter)
        {
            await OfferNoFilterAsync(path, cancellationToken);
        }

        var work = context.Scratch.NewRun();
        var sample = await importAsync(context.Server.Url(repository), work, cancellationToken);
        if (await TipAsync(path, "refs/heads/main^", cancellationToken) != _tip)
        {
            throw new RunFailedException($"{name} did not push exactly one commit");
        }

        _check!.Check(name, await ConfigurationAsync(path, cancellationToken));
        Directory.Delete(path, recursive: true);
        Directory.Delete(work, recursive: true);
        return sample;
    });

    private string PathOf(string role) => Path.Combine(context.Scratch.Repositories, $"{scenario.Name}-{role}.git");

    private static Task OfferNoFilterAsync(string repository, CancellationToken cancellationToken) =>
        GitCommand.RunAsync(["-C", repository, "config", "uploadpack.allowFilter", "false"], cancellationToken);

    private static Task WriteAsync(RepositoryShape shape, string path, CancellationToken cancellationToken) =>
        Task.Run(() => new RepositoryWriter(shape, ConfigurationWriter.Write(shape.Project)).WriteAsync(path, cancellationToken), cancellationToken);

    private static async Task<string> TipAsync(string repository, string revision, CancellationToken cancellationToken) =>
        Encoding.ASCII.GetString(await GitCommand.ReadAsync(["-C", repository, "rev-parse", "--verify", revision], cancellationToken)).Trim();

    private static Task<byte[]> ConfigurationAsync(string repository, CancellationToken cancellationToken) =>
        GitCommand.ReadAsync(["-C", repository, "cat-file", "blob", "refs/heads/main:fastdata-config.json"], cancellationToken);
}

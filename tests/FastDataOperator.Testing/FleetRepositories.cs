using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FastDataOperator.Testing;

/// <summary>The repositories of many small imports: each source has one custom cast function per import of it, and each import brings one into its
/// destination. What one brings never collides with what another does.</summary>
public sealed class FleetRepositories
{
    private const string File = "fastdata-config.json";
    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true };

    private readonly ConcurrentDictionary<string, TestRepository> _repositories = new();
    private readonly List<FleetImport> _imports = [];
    private readonly int _sources;
    private readonly int _importsPerSource;

    /// <summary>Lays the repositories out. Every source is imported from as often as every other, and so is every branch imported into.</summary>
    /// <param name="root">Where a server finds them.</param>
    /// <param name="sources">Repositories to import from.</param>
    /// <param name="destinations">Repositories to import into.</param>
    /// <param name="branches">Of each destination.</param>
    /// <param name="importsPerSource">Each brings one cast function.</param>
    public FleetRepositories(string root, int sources, int destinations, int branches, int importsPerSource)
    {
        _sources = sources;
        _importsPerSource = importsPerSource;
        Parallel.For(0, sources, number => Add(root, Source(number), repository => repository.Commit("main", new TestFile(File, Configuration(number, importsPerSource, revision: 1)))));
        Parallel.For(0, destinations, number => Add(root, Destination(number), repository =>
        {
            for (var branch = 0; branch < branches; branch++)
            {
                repository.Commit(Branch(branch), new TestFile(File, Configuration(0, functions: 0, revision: 1)));
            }
        }));
        for (var number = 0; number < sources * importsPerSource; number++)
        {
            // Going round, so that the imports of one source go into different destinations.
            var lane = number % (destinations * branches);
            var (source, function) = (number / importsPerSource, number % importsPerSource);
            _imports.Add(new FleetImport(
                $"import-{number.ToString("D4", CultureInfo.InvariantCulture)}", Source(source), Function(source, function), Destination(lane % destinations), Branch(lane / destinations)));
        }
    }

    public IReadOnlyList<FleetImport> Imports => _imports;

    /// <summary>Each destination's repository and branch.</summary>
    public IReadOnlyList<(string Repository, string Branch)> Lanes => [.. _imports.Select(static import => (import.Destination, import.Branch)).Distinct()];

    /// <summary>Changes every cast function of every source.</summary>
    /// <param name="revision">Another one than before; they begin with 1.</param>
    public void ChangeSources(int revision) => Parallel.For(0, _sources, number =>
        _repositories[Source(number)].Commit("main", new TestFile(File, Configuration(number, _importsPerSource, revision))));

    /// <summary>The commit that a destination's branch is at.</summary>
    public string Tip(FleetImport import) => _repositories[import.Destination].Tip(import.Branch)!;

    /// <summary>The values of a trailer in a branch's commits, the newest first; commits without it are left out.</summary>
    public IReadOnlyList<string> History((string Repository, string Branch) lane, string trailer) =>
        _repositories[lane.Repository].Git("log", $"--format=%(trailers:key={trailer},valueonly,separator=%x20)", lane.Branch).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Source(int number) => $"source-{number.ToString("D2", CultureInfo.InvariantCulture)}";

    private static string Destination(int number) => $"destination-{number.ToString("D2", CultureInfo.InvariantCulture)}";

    private static string Branch(int number) => number == 0 ? "main" : $"release-{number.ToString(CultureInfo.InvariantCulture)}";

    private static string Function(int source, int number) => string.Create(CultureInfo.InvariantCulture, $"cast{source:D2}x{number:D2}");

    private static string Configuration(int source, int functions, int revision) => new JsonObject
    {
        ["version"] = "2.2.0",
        ["castFunctions"] = new JsonObject(Enumerable.Range(0, functions).Select(number => KeyValuePair.Create(Function(source, number), (JsonNode?)new JsonObject
        {
            ["castFunctionId"] = Function(source, number),
            ["name"] = Function(source, number),
            ["dataType"] = "string",
            ["casting"] = $"module.exports = (value) => value + {revision.ToString(CultureInfo.InvariantCulture)}\n",
            ["type"] = "custom",
        }))),
        ["systems"] = new JsonObject(),
        ["singleViews"] = new JsonObject(),
        ["erSchemas"] = new JsonObject(),
    }.ToJsonString(s_readable);

    private void Add(string root, string name, Action<TestRepository> fill)
    {
        var repository = TestRepository.CreateBare(Path.Combine(root, name + ".git"));
        fill(repository);
        _repositories[name] = repository;
    }
}

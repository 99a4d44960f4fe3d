using System.Globalization;
using System.Text.Json.Nodes;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Reports;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Clusters;
using k8s;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>Many imports between many small repositories: each source has one custom cast function per import of it, and each import brings one
/// into its destination. What one brings never collides with what another does.</summary>
/// <param name="world">Has the servers.</param>
/// <param name="git">A proxy before the Git server, which all imports address.</param>
internal sealed class Fleet(OperatorWorld world, RecordingProxy git)
{
    private readonly List<FleetImport> _imports = [];
    private readonly Dictionary<string, TestRepository> _destinations = [];
    private readonly Dictionary<string, TestRepository> _sources = [];
    private int _functionsPerSource;

    public IReadOnlyList<FleetImport> Imports => _imports;

    /// <summary>Each destination's repository and branch.</summary>
    public IReadOnlyList<(string Repository, string Branch)> Lanes => [.. _imports.Select(static import => (import.Destination, import.Branch)).Distinct()];

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    /// <summary>Lays out the repositories. Every source is imported from as often as every other, and so is every branch imported into.</summary>
    public void LayOut(int sources, int destinations, int branches, int importsPerSource)
    {
        _functionsPerSource = importsPerSource;
        Parallel.For(0, sources, number => Add(_sources, Name("source", number), repository => repository.Commit("main", new TestFile("fastdata-config.json", Configuration(number, importsPerSource, revision: 1)))));
        Parallel.For(0, destinations, number => Add(_destinations, Name("destination", number), repository =>
        {
            for (var branch = 0; branch < branches; branch++)
            {
                repository.Commit(Branch(branch), new TestFile("fastdata-config.json", Configuration(0, functions: 0, revision: 1)));
            }
        }));
        for (var number = 0; number < sources * importsPerSource; number++)
        {
            // Going round, so that the imports of one source go into different destinations.
            var lane = number % (destinations * branches);
            _imports.Add(new FleetImport(
                $"import-{number.ToString("D3", CultureInfo.InvariantCulture)}", Name("source", number / importsPerSource), Function(number / importsPerSource, number % importsPerSource),
                Name("destination", lane % destinations), Branch(lane / destinations)));
        }
    }

    /// <summary>Creates the objects.</summary>
    public Task CreateAsync(string interval) => EachAsync(import => world.CreateImportAsync(Spec(import, interval), import.Name));

    /// <summary>Changes every cast function of every source.</summary>
    public void ChangeSources() => Parallel.For(0, _sources.Count, number =>
        _sources[Name("source", number)].Commit("main", new TestFile("fastdata-config.json", Configuration(number, _functionsPerSource, revision: 2))));

    /// <summary>Asks for a pass over every import, all at about the same time.</summary>
    public Task AskAsync(string when) => EachAsync(import => world.Imports.AnnotateAsync(import.Name, ImportObject.RequestedAtAnnotation, when, CancellationToken));

    /// <summary>Waits until every object is as wanted.</summary>
    /// <param name="isAsWanted">Told the import and the object.</param>
    /// <param name="what">What it means when one is not, in words.</param>
    public async Task WaitAsync(Func<FleetImport, JsonObject, bool> isAsWanted, string what)
    {
        List<string> others = [];
        await Patience.UntilAsync(
            async cancellation =>
            {
                var objects = (await world.Imports.ListAsync(cancellation)).ToDictionary(static import => (string)import["metadata"]!["name"]!);
                others = [.. _imports.Where(import => !isAsWanted(import, objects[import.Name])).Select(import => $"{import.Name}: {objects[import.Name]["status"]?.ToJsonString() ?? "no status"}")];
                return others.Count == 0;
            },
            what,
            () => $"{others.Count} of {_imports.Count}, such as {others.FirstOrDefault()}",
            CancellationToken);
    }

    /// <summary>The commit that a destination's branch is at.</summary>
    public string Tip(FleetImport import) => _destinations[import.Destination].Tip(import.Branch)!;

    /// <summary>The imports that a branch's commits are of, the newest first. The commit it began with is of none.</summary>
    public IReadOnlyList<string> History((string Repository, string Branch) lane) =>
        [.. _destinations[lane.Repository].Git("log", $"--format=%(trailers:key={CommitTrailers.Import},valueonly,separator=%x20)", lane.Branch)
            .Split('\n').Where(static name => name.Length > 0).Select(static name => name.Split('/')[^1])];

    private static string Name(string role, int number) => $"{role}-{number.ToString("D2", CultureInfo.InvariantCulture)}";

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
    }.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });

    private JsonObject Spec(FleetImport import, string interval)
    {
        var spec = world.Spec(import.Destination, git.Address);
        spec["interval"] = interval;
        spec["source"]!["project"] = import.Source;
        spec["source"]!["repository"]!["url"] = new Uri(git.Address, import.Source + ".git").AbsoluteUri;
        spec["destination"]!["branch"] = import.Branch;
        spec["importAs"] = "Reference";
        spec["select"] = new JsonObject { ["castFunctions"] = new JsonArray(new JsonObject { ["name"] = import.Function }) };
        return spec;
    }

    private void Add(Dictionary<string, TestRepository> repositories, string name, Action<TestRepository> fill)
    {
        var repository = world.CreateRepository(name, sample: null);
        fill(repository);
        lock (repositories)
        {
            repositories.Add(name, repository);
        }
    }

    private Task EachAsync(Func<FleetImport, Task> act) =>
        Parallel.ForEachAsync(_imports, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = CancellationToken }, async (import, _) => await act(import));
}

using System.Text.Json.Nodes;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Reports;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Clusters;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>The objects of many small imports, handled all at once.</summary>
/// <param name="world">Has the servers.</param>
/// <param name="git">A proxy before the Git server, which all imports address.</param>
/// <param name="repositories">Laid out in the server's folder.</param>
internal sealed class Fleet(OperatorWorld world, RecordingProxy git, FleetRepositories repositories)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public Task CreateAsync(string interval) =>
        EachAsync(import => world.CreateImportAsync(import.Spec(git.Address, interval, OperatorWorld.Secret), import.Name));

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
                others = [.. repositories.Imports.Where(import => !isAsWanted(import, objects[import.Name])).Select(import => $"{import.Name}: {objects[import.Name]["status"]?.ToJsonString() ?? "no status"}")];
                return others.Count == 0;
            },
            what,
            () => $"{others.Count} of {repositories.Imports.Count}, such as {others.FirstOrDefault()}",
            CancellationToken);
    }

    /// <summary>The imports that a branch's commits are of, the newest first. The commit it began with is of none.</summary>
    public IEnumerable<string> History((string Repository, string Branch) lane) => repositories.History(lane, CommitTrailers.Import).Select(static name => name.Split('/')[^1]);

    private Task EachAsync(Func<FleetImport, Task> act) =>
        Parallel.ForEachAsync(repositories.Imports, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = CancellationToken }, async (import, _) => await act(import));
}

using System.Diagnostics.Metrics;
using FastDataOperator.Benchmarks.Inputs;
using FastDataOperator.Benchmarks.Rows;
using FastDataOperator.Git;

namespace FastDataOperator.Benchmarks.Workers;

/// <summary>What the worker can do. Inputs are read once and kept; work on Git is prepared anew each time.</summary>
internal sealed class WorkCatalogue : IDisposable
{
    public const string MemoryCopy = "memory-copy";
    public const string PlanAndEdit = "plan-and-edit";
    public const string WriteEdit = "write-edit";
    public const string Digests = "digests";
    public const string Import = "import";
    public const string Look = "look";

    private readonly Dictionary<string, Action> _prepared = [];
    private readonly Meter _meter = new("FastDataOperator");
    private readonly GitClient _git;

    public WorkCatalogue() => _git = new GitClient(TimeProvider.System, scratchRoot: null, new GitLimits(), RemotePolicy.Unrestricted, _meter);

    public Action Prepare(string work, IReadOnlyList<string> arguments)
    {
        var key = string.Join('\n', [work, .. arguments]);
        if (!_prepared.TryGetValue(key, out var prepared))
        {
            prepared = work switch
            {
                MemoryCopy => new MemoryCopyWork(arguments).Run,
                PlanAndEdit => new PlanAndEditWork(arguments[0], arguments[1], arguments[2], Selected(arguments[3])).Run,
                WriteEdit => () => new PlanAndEditWork(arguments[0], arguments[1], arguments[2], Selected(arguments[3])).WriteTo(arguments[4]),
                Digests => new DigestWork(arguments[0]).Run,
                Look => new LookWork(_git, arguments[0]).Run,
                Import => new ImportWork(_git, arguments[0]).Run,
                _ => throw new ArgumentOutOfRangeException(nameof(work), work, "no such work"),
            };
            if (work != Import)
            {
                _prepared.Add(key, prepared);
            }
        }

        return prepared;
    }

    public void Dispose()
    {
        _git.Dispose();
        _meter.Dispose();
    }

    private static ProjectShape Selected(string projects) => projects == "few" ? PlanAndEditBenchmark.Wanted : Scenario.Large.Source.Project;
}

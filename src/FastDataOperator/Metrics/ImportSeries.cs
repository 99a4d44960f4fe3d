using FastDataOperator.Api;

namespace FastDataOperator.Metrics;

/// <summary>What metrics tell of one import.</summary>
internal sealed class ImportSeries(ObjectKey key)
{
    /// <summary><c>namespace</c> and <c>name</c>.</summary>
    public KeyValuePair<string, object?>[] Labels { get; } = [new("namespace", key.Namespace), new("name", key.Name)];

    public EnumCounter<PushOutcome> Pushes { get; } = new("result", static outcome => outcome.ToString().ToLowerInvariant());

    public ImportState? State { get; set; }

    /// <summary>Of the import's pull request, as the status writes it; <see langword="null"/> where there is none.</summary>
    public string? PullRequest { get; set; }

    public PlanCounts? Plan { get; set; }

    /// <summary>Of the last pass.</summary>
    public TimeSpan? Duration { get; set; }

    public DateTimeOffset? LastSuccess { get; set; }
}

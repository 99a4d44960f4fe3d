namespace FastDataOperator.Benchmarks.Inputs;

/// <summary>A pair of repositories of the same size: one to import from, one to import into.</summary>
internal sealed record Scenario
{
    public required string Name { get; init; }

    /// <summary>Of both projects; the names differ.</summary>
    public required ProjectShape Project { get; init; }

    public required int Files { get; init; }

    public required int Commits { get; init; }

    public required int CommitsPerRevision { get; init; }

    /// <summary>How many rounds give a steady median.</summary>
    public required int Rounds { get; init; }

    /// <summary>How many imports bring our code to the last tier of compilation.</summary>
    public required int WarmUps { get; init; }

    public RepositoryShape Source => Repository("core");

    public RepositoryShape Destination => Repository("team");

    public static Scenario Small { get; } = new()
    {
        Name = "small", Files = 20, Commits = 200, CommitsPerRevision = 1, Rounds = 15, WarmUps = 40,
        Project = new ProjectShape { Prefix = "core", Systems = 2, ProjectionsPerSystem = 13, Fields = (6, 12), CastFunctions = 6, SingleViews = 4, Services = 12 },
    };

    public static Scenario Medium { get; } = new()
    {
        Name = "medium", Files = 5_000, Commits = 2_000, CommitsPerRevision = 40, Rounds = 9, WarmUps = 20,
        Project = new ProjectShape { Prefix = "core", Systems = 6, ProjectionsPerSystem = 51, Fields = (30, 60), CastFunctions = 24, SingleViews = 40, Services = 120 },
    };

    public static Scenario Large { get; } = new()
    {
        Name = "large", Files = 20, Commits = 50, CommitsPerRevision = 5, Rounds = 5, WarmUps = 1,
        Project = new ProjectShape { Prefix = "core", Systems = 20, ProjectionsPerSystem = 322, Fields = (30, 60), CastFunctions = 24, SingleViews = 40, Services = 120 },
    };

    private RepositoryShape Repository(string prefix) => new()
    {
        Project = Project with { Prefix = prefix }, Files = Files, Commits = Commits, CommitsPerRevision = CommitsPerRevision,
    };
}

using System.Text;
using System.Text.Json.Nodes;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Tests.Building;

/// <summary>A source, a destination and a request, to be planned and applied.</summary>
internal sealed record Scenario
{
    public static SourceOrigin Origin { get; } = new()
    {
        Project = "source-project", Branch = "main", Repository = "https://git.example/source.git",
        Commit = "0123456789abcdef0123456789abcdef01234567", ExportedAt = new DateTimeOffset(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero),
    };

    /// <summary>Selects all, as references.</summary>
    public static ImportRequest All { get; } = new() { Name = "team/import", Selection = new Selection { All = true } };

    public required byte[] Source { get; init; }

    public byte[]? Destination { get; init; } = new ProjectBuilder().Bytes();

    public ConsoleConfiguration? Console { get; init; } = Consoles.WithGenerator;

    public SourceOrigin From { get; init; } = Origin;

    public ImportRequest Request { get; init; } = All;

    public static Scenario Of(ProjectBuilder source, ProjectBuilder? destination = null, ImportRequest? request = null) => new()
    {
        Source = source.Bytes(), Destination = (destination ?? new ProjectBuilder()).Bytes(), Request = request ?? All,
    };

    public PlanResult Run()
    {
        var source = new SourceProject { Configuration = Files.Read(Source), Origin = From };
        return ImportPlanner.Plan(Request, source, new DestinationProject { Configuration = Destination is null ? null : Files.Read(Destination), Console = Console });
    }

    public ImportPlan Plan() => Run() switch
    {
        PlanResult.Planned planned => planned.Plan,
        PlanResult.Refused refused => throw new InvalidOperationException(string.Join("\n", refused.Problems)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public IReadOnlyList<Finding> Problems() => Assert.IsType<PlanResult.Refused>(Run()).Problems;

    /// <summary>The same, with the plan carried out.</summary>
    public Scenario Applied() => this with { Destination = Plan().Edit.ToArray() };

    /// <summary>The destination after the import.</summary>
    public JsonObject Result() => Files.Tree(Plan().Edit.ToArray());

    public string ResultText() => Encoding.UTF8.GetString(Plan().Edit.ToArray());

    public ChangeAction ActionOf(string resource) => Plan().Changes.Single(change => change.Resource.ToString() == resource).Action;

    /// <summary>The plan in short: <c>Added system/s</c>.</summary>
    public IEnumerable<string> Actions() => Plan().Changes.Select(change => $"{change.Action} {change.Resource}");
}

internal static class Requests
{
    public static ImportRequest Of(params NamedSelection[] singleViews) => Scenario.All with { Selection = new Selection { SingleViews = singleViews } };

    public static ImportRequest Schemas(params string[] names) => Scenario.All with { Selection = new Selection { ErSchemas = [.. names.Select(name => new NamedSelection(name))] } };

    public static ImportRequest Casts(params string[] names) => Scenario.All with { Selection = new Selection { CastFunctions = [.. names.Select(name => new NamedSelection(name))] } };

    public static ImportRequest Systems(params SystemSelection[] systems) => Scenario.All with { Selection = new Selection { SystemsOfRecord = systems } };

    public static Rename Rename(ResourceKind kind, string from, string to) => new(kind, from, to);
}

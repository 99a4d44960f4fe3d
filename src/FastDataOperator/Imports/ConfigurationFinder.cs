using System.Diagnostics;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Reports;
using FastDataOperator.Git;

namespace FastDataOperator.Imports;

/// <summary>Finds and reads a project's files in a snapshot. Their bytes are valid as long as the snapshot is.</summary>
internal static class ConfigurationFinder
{
    /// <summary>The configuration at the location's path, or else at the root under either of its names.</summary>
    /// <exception cref="ImportRefusedException">There are two, or what is there cannot be used.</exception>
    public static FoundConfiguration Find(RepositorySnapshot snapshot, ProjectLocation location)
    {
        var candidates = Candidates(location);
        var found = candidates
            .Select(candidate => (Path: candidate, File: Read(snapshot, location, candidate)))
            .Where(candidate => candidate.File is not null)
            .ToList();
        return found switch
        {
            [] => new FoundConfiguration(candidates[0], null),
            [var (at, file)] => new FoundConfiguration(at, Parse(file!)),
            _ => throw Refuse(
                Reason.ConflictingSelection,
                $"{PlainText.Line(location.Repository, 300)} has both {string.Join(" and ", found.Select(candidate => candidate.Path))} at its root",
                "name the one that counts as path (--path)"),
        };
    }

    /// <summary>Like <see cref="Find"/>; but a file that a path names is only to be created where the root has no configuration yet.</summary>
    /// <exception cref="ImportRefusedException">There are two, or what is there cannot be used, or the path misses the one that is there.</exception>
    public static FoundConfiguration FindDestination(RepositorySnapshot snapshot, ProjectLocation location)
    {
        var found = Find(snapshot, location);
        if (found.Configuration is not null || location.Path is not { } path || snapshot.CommitId is null)
        {
            return found;
        }

        var entries = snapshot.RootEntries;
        var others = entries.Where(entry => ProjectConfiguration.FileNames.Contains(entry, StringComparer.Ordinal)).ToList();
        if (others.Count == 0)
        {
            others = [.. NearestNames.Of(path, entries.Where(IsData)).Where(near => IsConfiguration(snapshot, location, near))];
        }

        return others.Count == 0 ? found : throw Refuse(
            Reason.FileMissing,
            $"{PlainText.Line(location.Repository, 300)}, branch {snapshot.Branch}, has no {PlainText.Line(path, 200)}, and its root holds {PlainText.Line(string.Join(" and ", others), 200)}",
            $"did you mean {PlainText.Line(string.Join(" or ", others), 200)}? a new file is only created where the root has no configuration",
            "G1");
    }

    private static bool IsData(string name) => Path.GetExtension(name) is ".json" or ".yaml" or ".yml";

    private static bool IsConfiguration(RepositorySnapshot snapshot, ProjectLocation location, string path) =>
        snapshot.ReadFile(path) is SnapshotFile.Found file && ProjectConfiguration.Read(new ConfigurationFile($"{location.Project}/{path}", file.Content)) is ConfigurationRead.Success;

    /// <summary>The files that <see cref="Find"/> and <see cref="FindConsole"/> may read.</summary>
    public static IReadOnlyList<string> PathsToRead(ProjectLocation location) => [.. Candidates(location), ConsolePath(Candidates(location)[0])];

    /// <summary>What to say where a source has no configuration.</summary>
    public static Finding Missing(RepositorySnapshot snapshot, ProjectLocation location)
    {
        var wanted = location.Path ?? string.Join(" nor ", ProjectConfiguration.FileNames);
        var entries = snapshot.CommitId is null ? [] : snapshot.RootEntries;
        var near = NearestNames.Of(location.Path ?? ProjectConfiguration.FileNames[0], entries);
        var root = entries.Count == 0 ? "the repository is empty" : $"its root holds {PlainText.Line(string.Join(", ", entries.Take(15)), 300)}{(entries.Count > 15 ? ", …" : "")}";
        return new Finding
        {
            Reason = Reason.FileMissing,
            Rule = "E2",
            Message = $"{PlainText.Line(location.Repository, 300)}, {Place(snapshot)}, has no {PlainText.Line(wanted, 200)}; {root}",
            Remedy = near.Count > 0 ? $"did you mean {PlainText.Line(string.Join(" or ", near), 200)}? name it as path (--path)" : "name the file as path (--path): a project configuration, a composite file or an export file",
        };
    }

    private static string Place(RepositorySnapshot snapshot) =>
        snapshot.Tag is { } tag ? $"tag {tag}" : snapshot.Name is { } branch ? $"branch {branch}" : $"commit {snapshot.CommitId}";

    /// <summary>The project's <c>api-console-config.json</c> beside its configuration; of a composite file, the section that it has.</summary>
    /// <returns><see langword="null"/> where the configuration itself says it.</returns>
    /// <exception cref="ImportRefusedException">What is there cannot be used.</exception>
    public static ConsoleConfiguration? FindConsole(RepositorySnapshot snapshot, ProjectLocation location, FoundConfiguration configuration)
    {
        switch (configuration.Configuration?.ReadConsole())
        {
            case ConsoleRead.Success:
                return null;
            case ConsoleRead.Refused refused:
                throw new ImportRefusedException(refused.Finding);
        }

        var path = ConsolePath(configuration.Path);
        return Read(snapshot, location, path) is not { } file
            ? ConsoleConfiguration.Absent($"{location.Project}/{path}")
            : ConsoleConfiguration.Read(file) switch
            {
                ConsoleRead.Success success => success.Console,
                ConsoleRead.Refused refused => throw new ImportRefusedException(refused.Finding),
                _ => throw new UnreachableException(),
            };
    }

    /// <summary>Reads a configuration.</summary>
    /// <exception cref="ImportRefusedException">It cannot be used (F3).</exception>
    public static ProjectConfiguration Parse(ConfigurationFile file) => ProjectConfiguration.Read(file) switch
    {
        ConfigurationRead.Success success => success.Configuration,
        ConfigurationRead.Refused refused => throw new ImportRefusedException(refused.Finding),
        _ => throw new UnreachableException(),
    };

    private static IReadOnlyList<string> Candidates(ProjectLocation location) => location.Path is { } path ? [path] : ProjectConfiguration.FileNames;

    private static string ConsolePath(string configuration) => configuration[..(configuration.LastIndexOf('/') + 1)] + ConsoleConfiguration.FileName;

    private static ConfigurationFile? Read(RepositorySnapshot snapshot, ProjectLocation location, string path)
    {
        if (snapshot.CommitId is null)
        {
            return null;
        }

        var name = $"{location.Project}/{path}";
        return snapshot.ReadFile(path) switch
        {
            SnapshotFile.Found file => new ConfigurationFile(name, file.Content),
            SnapshotFile.Missing => null,
            SnapshotFile.NotAFile other => throw Refuse(Reason.UnexpectedShape, $"{PlainText.Line(name, 200)}: {PlainText.Line(other.Path, 200)} is {other.Kind}", "put a regular file there"),
            SnapshotFile.TooLarge large => throw Refuse(Reason.TooLarge, $"{PlainText.Line(name, 200)} has {large.Size >> 20} MiB, and {large.Limit >> 20} MiB is the limit", "split the project"),
            SnapshotFile.InvalidPath invalid => throw Refuse(Reason.InvalidValue, $"{PlainText.Line(path, 200)} is no path to read: {invalid.Problem}", "write it from the repository's root"),
            _ => throw new UnreachableException(),
        };
    }

    private static ImportRefusedException Refuse(Reason reason, string message, string remedy, string rule = "F3") =>
        new(new Finding { Reason = reason, Rule = rule, Message = message, Remedy = remedy });
}

using System.Diagnostics;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Imports;

namespace FastDataOperator.Cli;

/// <summary>An import between two files, without Git.</summary>
internal sealed class FileImport(FileInputs files, TimeProvider timeProvider)
{
    /// <summary>Plans one import.</summary>
    /// <returns>The plan and the destination's bytes as they are, or every problem.</returns>
    /// <exception cref="ImportRefusedException">A file cannot be used.</exception>
    public async Task<(PlanResult Result, string Name, ConfigurationFile? Before)> PlanAsync(ManifestSet manifests, bool asked, CancellationToken cancellationToken)
    {
        if (manifests.Imports is not [var (document, _)])
        {
            throw Complaint.Usage($"--source-file and --destination-file take one import, and the manifests hold {manifests.Imports.Count}", "name a file with one FastDataImport");
        }

        var (request, problems) = RequestMapper.MapWithoutRepositories(document.Import, document.Locate);
        if (request is null)
        {
            throw new ImportRefusedException(problems);
        }

        var source = await ReadSourceAsync(files.Source, document.Import.Spec.Source.Project, cancellationToken);
        var before = await InputFile.TryReadAsync(files.Destination, ReadLimits.Default.MaxBytes, cancellationToken);
        var destination = before is null ? null : ConfigurationFinder.Parse(before);
        var result = ImportPlanner.Plan(
            request with { Asked = asked },
            source,
            new DestinationProject { Configuration = destination, Console = await ReadConsoleAsync(destination, cancellationToken) });
        return (result, request.Name, before);
    }

    /// <summary>A source outside Git: its identity is what the user says, else what an export file says, else the file's name.</summary>
    /// <exception cref="ImportRefusedException">The file cannot be used.</exception>
    public async Task<SourceProject> ReadSourceAsync(string path, string? project, CancellationToken cancellationToken)
    {
        var configuration = ConfigurationFinder.Parse(await InputFile.ReadAsync(path, ReadLimits.Default.MaxBytes, cancellationToken));
        var origin = configuration.ExportOrigin ?? new SourceOrigin { Project = ProjectNames.Of(path), ExportedAt = configuration.UpdatedAt ?? LastWrite(path) };
        return new SourceProject { Configuration = configuration, Origin = project is null ? origin : origin with { Project = project } };
    }

    private DateTimeOffset LastWrite(string path) =>
        path == InputFile.StandardInput ? timeProvider.GetUtcNow() : new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);

    private async Task<ConsoleConfiguration?> ReadConsoleAsync(ProjectConfiguration? destination, CancellationToken cancellationToken)
    {
        if (files.Console is { } path)
        {
            return Unwrap(ConsoleConfiguration.Read(await InputFile.ReadAsync(path, ReadLimits.Default.MaxBytes, cancellationToken)));
        }

        return destination?.ReadConsole() is { } read ? Unwrap(read) : null;
    }

    private static ConsoleConfiguration Unwrap(ConsoleRead read) => read switch
    {
        ConsoleRead.Success success => success.Console,
        ConsoleRead.Refused refused => throw new ImportRefusedException(refused.Finding),
        _ => throw new UnreachableException(),
    };
}

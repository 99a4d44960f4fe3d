using System.Diagnostics;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Git;
using FastDataOperator.Imports;
using FastDataOperator.Manifests;

namespace FastDataOperator.Cli;

/// <summary>An import into a file, from a file or from the manifest's source repository.</summary>
internal sealed class FileImport(FileInputs files, Terminal terminal, TimeProvider timeProvider)
{
    /// <summary>Plans one import.</summary>
    /// <returns>The plan and the destination's bytes as they are, or every problem; and what the plan's bytes are valid as long as.</returns>
    /// <exception cref="ImportRefusedException">A file cannot be used.</exception>
    /// <exception cref="GitException">The source could not be fetched.</exception>
    public async Task<(PlanResult Result, string Name, ConfigurationFile? Before, IDisposable Source)> PlanAsync(ManifestSet manifests, bool asked, CancellationToken cancellationToken)
    {
        var document = Only(manifests).Document;
        var (request, problems) = RequestMapper.MapWithoutRepositories(document.Import, document.Locate);
        if (request is null)
        {
            throw new ImportRefusedException(problems);
        }

        var input = files.Source is { } path
            ? await ProjectInput.ReadFileAsync(path, document.Import.Spec.Source.Project, timeProvider, cancellationToken)
            : await FetchSourceAsync(manifests, cancellationToken);
        try
        {
            var before = await InputFile.TryReadAsync(files.Destination!, ReadLimits.Default.MaxBytes, cancellationToken);
            var destination = before is null ? null : ConfigurationFinder.Parse(before);
            var result = ImportPlanner.Plan(
                request with { Asked = asked },
                input.Project,
                new DestinationProject { Configuration = destination, Console = await ReadConsoleAsync(destination, cancellationToken) });
            return (result, request.Name, before, input);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    /// <summary>The one import for which a file stands in.</summary>
    /// <exception cref="ImportRefusedException">There are several.</exception>
    public static (ImportDocument Document, string Folder) Only(ManifestSet manifests) => manifests.Imports is [var only]
        ? only
        : throw Complaint.Usage($"--source-file and --destination-file take one import, and the manifests hold {manifests.Imports.Count}", "name a file with one FastDataImport");

    /// <summary>A source outside Git: its identity is what the user says, else what an export file says, else the file's name.</summary>
    /// <exception cref="ImportRefusedException">The file cannot be used.</exception>
    public static async Task<SourceProject> ReadSourceAsync(string path, string? project, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var configuration = ConfigurationFinder.Parse(await InputFile.ReadAsync(path, ReadLimits.Default.MaxBytes, cancellationToken));
        var origin = configuration.ExportOrigin ?? new SourceOrigin { Project = ProjectNames.Of(path), ExportedAt = configuration.UpdatedAt ?? LastWrite(path, timeProvider) };
        return new SourceProject { Configuration = configuration, Origin = project is null ? origin : origin with { Project = project } };
    }

    private async Task<ProjectInput> FetchSourceAsync(ManifestSet manifests, CancellationToken cancellationToken)
    {
        var (document, folder) = Only(manifests);
        var (location, problems) = RequestMapper.MapSource(document.Import, document.Locate, folder);
        return location is null
            ? throw new ImportRefusedException(problems)
            : await ProjectInput.FetchAsync(
                location, document.Import.Spec.Timeout ?? ImportSpec.DefaultTimeout, new CommandLineCredentials(manifests.Secrets, timeProvider), terminal, timeProvider, cancellationToken);
    }

    private static DateTimeOffset LastWrite(string path, TimeProvider timeProvider) =>
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

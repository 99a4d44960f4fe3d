using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Git;

namespace FastDataOperator.Imports;

/// <summary>Fetches source and destination at the same time and reads their configurations.</summary>
internal sealed class ProjectGathering(ProjectFetcher fetcher)
{
    /// <summary>Both projects; the caller disposes them.</summary>
    /// <exception cref="ImportRefusedException">One of them cannot be used.</exception>
    /// <exception cref="GitException">One of them could not be fetched.</exception>
    public async Task<GatheredProjects> GatherAsync(RequestedImport import, Deadline deadline, CancellationToken cancellationToken)
    {
        var (source, destination) = await FetchBothAsync(import, deadline, cancellationToken);
        try
        {
            var read = ReadSource(source, import.Source);
            var found = ConfigurationFinder.Find(destination, import.Destination);
            var console = ConfigurationFinder.FindConsole(destination, import.Destination, found);
            var project = new DestinationProject { Configuration = found.Configuration, Console = console };
            return new GatheredProjects(source, destination) { Source = read, Destination = project, DestinationPath = found.Path };
        }
        catch
        {
            source.Dispose();
            destination.Dispose();
            throw;
        }
    }

    /// <summary>Reads a source that was fetched.</summary>
    /// <exception cref="ImportRefusedException">It has no configuration, or one that cannot be used.</exception>
    public static SourceProject ReadSource(RepositorySnapshot snapshot, ProjectLocation location)
    {
        var configuration = ConfigurationFinder.Find(snapshot, location).Configuration
            ?? throw new ImportRefusedException(ConfigurationFinder.Missing(snapshot, location));
        return new SourceProject
        {
            Configuration = configuration,
            Origin = configuration.ExportOrigin ?? new SourceOrigin
            {
                Project = location.Project,
                Branch = snapshot.Branch.Value,
                ExportedAt = snapshot.CommitTime!.Value,
                Repository = location.Repository,
                Commit = snapshot.CommitId!.Value.Value,
            },
        };
    }

    /// <summary>Both at the same time; the failure of one ends the other.</summary>
    private async Task<(RepositorySnapshot Source, RepositorySnapshot Destination)> FetchBothAsync(RequestedImport import, Deadline deadline, CancellationToken cancellationToken)
    {
        var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var source = FetchOrStopAsync(import.Source, deadline, either);
        var destination = FetchOrStopAsync(import.Destination, deadline, either);
        try
        {
            await Task.WhenAll(source, destination);
            return (await source, await destination);
        }
        catch
        {
            DisposeResult(source);
            DisposeResult(destination);
            cancellationToken.ThrowIfCancellationRequested();

            // The cause, not the cancellation of the other fetch that it brought about.
            await (source.IsFaulted ? source : destination);
            throw;
        }
        finally
        {
            either.Dispose();
        }
    }

    private async Task<RepositorySnapshot> FetchOrStopAsync(ProjectLocation location, Deadline deadline, CancellationTokenSource either)
    {
        try
        {
            return await fetcher.FetchAsync(location, deadline, either.Token);
        }
        catch
        {
            await either.CancelAsync();
            throw;
        }
    }

    private static void DisposeResult(Task<RepositorySnapshot> task)
    {
        if (task.IsCompletedSuccessfully)
        {
            task.Result.Dispose();
        }
    }
}

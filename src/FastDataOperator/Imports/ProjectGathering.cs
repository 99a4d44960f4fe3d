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
        if (import.Source is { } from && from.Reference == import.Destination.Reference && from.Path == import.Destination.Path)
        {
            RequireOther(from, import.Destination, import.Destination.Branch?.Value, import.Destination.Path);
        }

        var (source, destination) = await FetchBothAsync(import, deadline, cancellationToken);
        try
        {
            CheckedOutBranch.Refuse(import.Destination, destination.Branch.Value);
            var read = source is null ? import.SourceFile! : ReadSource(source.Snapshot, import.Source!);
            var found = ConfigurationFinder.FindDestination(destination, import.Destination);
            if (source is { Snapshot.Tag: null } && source.Snapshot.Name == destination.Name && ConfigurationFinder.Find(source.Snapshot, import.Source!).Path == found.Path)
            {
                RequireOther(import.Source!, import.Destination, destination.Branch.Value, found.Path);
            }

            var console = ConfigurationFinder.FindConsole(destination, import.Destination, found);
            var project = new DestinationProject { Configuration = found.Configuration, Console = console };
            return new GatheredProjects(source, destination) { Source = read, Destination = project, DestinationPath = found.Path };
        }
        catch (ImportRefusedException refusal)
        {
            var read = GatheredProjects.RevisionsOf(source, destination);
            source?.Dispose();
            destination.Dispose();
            throw new ImportRefusedException(refusal.Problems) { Read = read };
        }
        catch
        {
            source?.Dispose();
            destination.Dispose();
            throw;
        }
    }

    /// <summary>The destination alone, for a removal; the caller disposes it.</summary>
    /// <exception cref="ImportRefusedException">It cannot be used, or its branch does not exist.</exception>
    /// <exception cref="GitException">It could not be fetched.</exception>
    public async Task<GatheredDestination> GatherDestinationAsync(ProjectLocation location, Deadline deadline, CancellationToken cancellationToken)
    {
        RepositorySnapshot snapshot;
        try
        {
            snapshot = await fetcher.FetchAsync(location, deadline, cancellationToken);
        }
        catch (GitException failure)
        {
            throw Named("destination", failure);
        }

        try
        {
            CheckedOutBranch.Refuse(location, snapshot.Branch.Value);
            return new GatheredDestination(snapshot, ConfigurationFinder.FindDestination(snapshot, location));
        }
        catch (ImportRefusedException refusal)
        {
            var read = GatheredProjects.RevisionsOf(null, snapshot);
            snapshot.Dispose();
            throw new ImportRefusedException(refusal.Problems) { Read = read };
        }
        catch
        {
            snapshot.Dispose();
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
                Branch = snapshot.Name,
                IsTag = snapshot.Tag is not null,
                ExportedAt = snapshot.CommitTime!.Value,
                Repository = location.Repository,
                Commit = snapshot.CommitId!.Value.Value,
            },
        };
    }

    /// <summary>Branch and path are known to be the same.</summary>
    private static void RequireOther(ProjectLocation source, ProjectLocation destination, string? branch, string? path)
    {
        if (SamePlace.IsSame(source.Address, destination.Address))
        {
            throw SamePlace.Refusal(
                "source and destination are the same file on the same branch",
                $"{path ?? "the configuration"} on {(branch is null ? "the default branch" : $"branch {branch}")} of {destination.Repository}");
        }
    }

    /// <summary>Both at the same time; the failure of one ends the other.</summary>
    /// <returns>No source where a file stands in for it.</returns>
    private async Task<(SnapshotLease? Source, RepositorySnapshot Destination)> FetchBothAsync(RequestedImport import, Deadline deadline, CancellationToken cancellationToken)
    {
        if (import.Source is null)
        {
            return (null, await fetcher.FetchAsync(import.Destination, deadline, cancellationToken));
        }

        var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var source = OrStopAsync("source", () => fetcher.FetchSharedAsync(import.Source, import.SourceTip, deadline, either.Token), either);
        var destination = OrStopAsync("destination", () => fetcher.FetchAsync(import.Destination, deadline, either.Token), either);
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
            await (source.IsFaulted ? (Task)source : destination);
            throw;
        }
        finally
        {
            either.Dispose();
        }
    }

    private static async Task<T> OrStopAsync<T>(string side, Func<Task<T>> fetch, CancellationTokenSource either)
    {
        try
        {
            return await fetch();
        }
        catch (GitException failure)
        {
            await either.CancelAsync();
            throw Named(side, failure);
        }
        catch
        {
            await either.CancelAsync();
            throw;
        }
    }

    private static GitException Named(string side, GitException failure) =>
        new(failure.Reason, failure.IsTransient, $"the {side} cannot be read: {failure.Message}") { RetryAfter = failure.RetryAfter };

    private static void DisposeResult<T>(Task<T> task)
        where T : IDisposable
    {
        if (task.IsCompletedSuccessfully)
        {
            task.Result.Dispose();
        }
    }
}

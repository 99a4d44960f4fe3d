using System.Diagnostics.Metrics;
using FastDataOperator.Core.Imports;
using FastDataOperator.Git;
using FastDataOperator.Imports;

namespace FastDataOperator.Cli;

/// <summary>One project that a verb reads: a file, or a branch of a repository. Valid until disposed.</summary>
internal sealed class ProjectInput(SourceProject project, IDisposable? snapshot) : IDisposable
{
    public SourceProject Project => project;

    /// <summary>Reads a configuration or an export file.</summary>
    /// <param name="name">The project's identity; <see langword="null"/> for what the file says, or else its name.</param>
    /// <exception cref="ImportRefusedException">It cannot be used.</exception>
    public static async Task<ProjectInput> ReadFileAsync(string path, string? name, TimeProvider timeProvider, CancellationToken cancellationToken) =>
        new(await FileImport.ReadSourceAsync(path, name, timeProvider, cancellationToken), null);

    /// <summary>Fetches a repository's branch and reads its configuration. Unlike in a manifest, the address may hold user and password.</summary>
    /// <exception cref="ImportRefusedException">It cannot be used.</exception>
    /// <exception cref="GitException">It could not be fetched.</exception>
    public static Task<ProjectInput> FetchAsync(RepositoryChoice choice, Terminal terminal, TimeProvider timeProvider, CancellationToken cancellationToken) =>
        FetchAsync(Locate(choice), choice.Timeout, new CommandLineCredentials([], timeProvider), terminal, timeProvider, cancellationToken);

    /// <inheritdoc cref="FetchAsync(RepositoryChoice, Terminal, TimeProvider, CancellationToken)"/>
    public static async Task<ProjectInput> FetchAsync(
        ProjectLocation location, TimeSpan timeout, ICredentialSource credentials, Terminal terminal, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var meter = new Meter("FastDataOperator"); // nobody listens
        using var client = new GitClient(timeProvider, scratchRoot: null, new GitLimits(), RemotePolicy.Unrestricted, meter);
        client.SweepAbandonedScratch();
        var fetcher = new ProjectFetcher(client, credentials, timeProvider);
        var snapshot = await terminal.WaitAsync($"Fetching {location.Repository}", () => fetcher.FetchAsync(location, new Deadline(timeProvider, timeout), cancellationToken));
        try
        {
            return new ProjectInput(ProjectGathering.ReadSource(snapshot, location), snapshot);
        }
        catch
        {
            snapshot.Dispose();
            throw;
        }
    }

    public void Dispose() => snapshot?.Dispose();

    private static ProjectLocation Locate(RepositoryChoice choice)
    {
        if (!RepositoryAddress.TryParse(choice.Url, out var address, out var problem))
        {
            throw Complaint.Usage(problem.TrimEnd('.'));
        }

        BranchName? branch = null;
        if (choice.Branch is { } text)
        {
            branch = BranchName.TryParse(text, out var parsed) ? parsed : throw Complaint.Usage($"{text} is no branch name", "write it as git branch shows it, such as main or release/1.2");
        }

        return new ProjectLocation
        {
            Address = address,
            Repository = address.IsLocal ? choice.Url : address.Display,
            Reference = GitReference.Of(branch),
            Path = choice.Path,
            Project = choice.Project ?? ProjectNames.Of(address),
        };
    }
}

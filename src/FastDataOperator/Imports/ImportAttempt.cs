using FastDataOperator.Api;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Git;
using FastDataOperator.Git.Signatures;

namespace FastDataOperator.Imports;

/// <summary>One import from beginning to end: gather, plan, publish; and again from the start when somebody pushed in between (G2). Also
/// the removal of what an import made (P2).</summary>
/// <param name="beforePublish">Called right before each push, when all that is left to do is to send it. Throws <see cref="OperationCanceledException"/> where this process may no longer
/// write, because another one leads. Also before each write to a forge.</param>
/// <param name="openForge">For imports that publish as a pull request.</param>
internal sealed class ImportAttempt(ProjectFetcher fetcher, TimeProvider timeProvider, Action beforePublish, OpenForge openForge)
{
    /// <summary>How often a lost race is run again within the timeout.</summary>
    public const int MostRaces = 10;

    private readonly ProjectGathering _gathering = new(fetcher);
    private readonly PlanPublication _publication = new(fetcher, timeProvider, beforePublish, openForge);

    /// <summary>Plans, and writes nothing.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public Task<AttemptResult> PlanAsync(RequestedImport import, CancellationToken cancellationToken) =>
        ReportingAsync(() => RunAsync(import, publish: false, cancellationToken));

    /// <summary>Plans and, if anything changes, commits and pushes.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled, or this process may no longer write; during a push, whether it arrived is unknown.</exception>
    public Task<AttemptResult> ImportAsync(RequestedImport import, CancellationToken cancellationToken) =>
        ReportingAsync(() => RunAsync(import, publish: true, cancellationToken));

    /// <summary>Removes every reference that the import made, reading the destination alone (P2).</summary>
    /// <returns>As for an import. A repository that is gone ends in <see cref="AttemptResult.Failed"/> with
    /// <see cref="GitFailure.RepositoryNotFound"/>, a branch that is gone in <see cref="AttemptResult.Refused"/> with
    /// <see cref="Reason.BranchMissing"/>: whether that means that there is nothing left to remove, the caller must decide.</returns>
    /// <exception cref="OperationCanceledException">As for <see cref="ImportAsync"/>.</exception>
    public Task<AttemptResult> RemoveAsync(RequestedRemoval removal, CancellationToken cancellationToken) =>
        ReportingAsync(() => RunAsync(removal, cancellationToken));

    private static async Task<AttemptResult> ReportingAsync(Func<Task<AttemptResult>> run)
    {
        try
        {
            return await run();
        }
        catch (ImportRefusedException refusal)
        {
            return new AttemptResult.Refused(refusal.Problems) { Read = refusal.Read };
        }
        catch (GitException failure)
        {
            return new AttemptResult.Failed(failure.Reason, failure.IsTransient, failure.Message, failure.RetryAfter);
        }
    }

    private Task<AttemptResult> RunAsync(RequestedImport import, bool publish, CancellationToken cancellationToken)
    {
        if (publish && import.IsSuspended)
        {
            throw new ImportRefusedException(new Finding { Reason = Reason.Suspended, Rule = "manifest", Message = $"{import.Request.Name} is suspended", Remedy = "remove spec.suspend; plan works meanwhile" });
        }

        var deadline = new Deadline(timeProvider, import.Timeout);
        return RacingAsync(deadline, async attempt =>
        {
            var signer = publish ? await FindSignerAsync(import.SigningKey, cancellationToken) : null;
            using var projects = await _gathering.GatherAsync(import, deadline, cancellationToken);
            var publication = new Publication
            {
                Import = import.Request.Name,
                Location = import.Destination,
                Snapshot = projects.DestinationSnapshot,
                Path = projects.DestinationPath,
                IsNew = projects.Destination.Configuration is null,
                Author = import.Author,
                Template = import.Template,
                PullRequest = import.PullRequest,
                IsSigned = import.SigningKey is not null,
                Signer = signer,
            };
            var end = await _publication.RunAsync(
                publication,
                forge => ImportPlanner.Plan(forge?.Adapt(import.Request, import.PullRequest!, publication.Snapshot.Branch) ?? import.Request, projects.Source, projects.Destination),
                publish, deadline, attempt, cancellationToken);
            return end is null ? null : end with { Read = projects.Read };
        });
    }

    private Task<AttemptResult> RunAsync(RequestedRemoval removal, CancellationToken cancellationToken)
    {
        var deadline = new Deadline(timeProvider, removal.Timeout);
        return RacingAsync(deadline, async attempt =>
        {
            var signer = await FindSignerAsync(removal.SigningKey, cancellationToken);
            using var gathered = await _gathering.GatherDestinationAsync(removal.Destination, deadline, cancellationToken);
            var publication = new Publication
            {
                Import = removal.Import,
                Location = removal.Destination,
                Snapshot = gathered.Snapshot,
                Path = gathered.Found.Path,
                IsNew = gathered.Found.Configuration is null,
                Author = removal.Author,
                Template = removal.Template,
                PullRequest = removal.PullRequest,
                IsSigned = removal.SigningKey is not null,
                Signer = signer,
            };
            var end = await _publication.RunAsync(
                publication, _ => ImportPlanner.PlanRemoval(removal.Import, gathered.Found.Configuration), publish: true, deadline, attempt, cancellationToken);
            return end is null ? null : end with { Read = gathered.Read };
        });
    }

    /// <summary>The key to sign with, once it is known that it may.</summary>
    private async Task<CommitSigner?> FindSignerAsync(ObjectKey? secret, CancellationToken cancellationToken)
    {
        if (secret is not { } name)
        {
            return null;
        }

        var signer = await fetcher.FindSigningKeyAsync(name, cancellationToken);
        return signer.Problem(timeProvider.GetUtcNow()) is { } problem
            ? throw new ImportRefusedException(new Finding { Reason = Reason.SigningKeyUnusable, Rule = "G4", Message = $"the signing key of the Secret {name} {problem}", Remedy = "put one that may sign into the Secret" })
            : signer;
    }

    /// <summary>Runs until there is a result; a lost race that may be run again has none.</summary>
    private static async Task<AttemptResult> RacingAsync(Deadline deadline, Func<int, Task<AttemptResult?>> runOnce)
    {
        for (var attempt = 1; ; attempt++)
        {
            switch (await runOnce(attempt))
            {
                case AttemptResult.LostEveryRace when attempt < MostRaces && !deadline.HasPassed:
                case null:
                    break;
                case var result:
                    return result;
            }
        }
    }
}

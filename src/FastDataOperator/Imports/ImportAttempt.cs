using System.Diagnostics;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Reports;
using FastDataOperator.Git;

namespace FastDataOperator.Imports;

/// <summary>One import from beginning to end: gather, plan, publish; and again from the start when somebody pushed in between (G2).</summary>
internal sealed class ImportAttempt(ProjectFetcher fetcher, TimeProvider timeProvider)
{
    /// <summary>How often a lost race is run again within the timeout.</summary>
    public const int MostRaces = 10;

    private readonly ProjectGathering _gathering = new(fetcher);

    /// <summary>Plans, and writes nothing.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public Task<AttemptResult> PlanAsync(RequestedImport import, CancellationToken cancellationToken) =>
        ReportingAsync(() => RunAsync(import, publish: false, cancellationToken));

    /// <summary>Plans and, if anything changes, commits and pushes.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled; during a push, whether it arrived is unknown.</exception>
    public Task<AttemptResult> ImportAsync(RequestedImport import, CancellationToken cancellationToken) =>
        ReportingAsync(() => RunAsync(import, publish: true, cancellationToken));

    private static async Task<AttemptResult> ReportingAsync(Func<Task<AttemptResult>> run)
    {
        try
        {
            return await run();
        }
        catch (ImportRefusedException refusal)
        {
            return new AttemptResult.Refused(refusal.Problems);
        }
        catch (GitException failure)
        {
            return new AttemptResult.Failed(failure.Reason, failure.IsTransient, failure.Message);
        }
    }

    private async Task<AttemptResult> RunAsync(RequestedImport import, bool publish, CancellationToken cancellationToken)
    {
        if (publish && import.IsSuspended)
        {
            throw new ImportRefusedException(new Finding { Reason = Reason.Suspended, Rule = "manifest", Message = $"{import.Request.Name} is suspended", Remedy = "remove spec.suspend; plan works meanwhile" });
        }

        var deadline = new Deadline(timeProvider, import.Timeout);
        for (var attempt = 1; ; attempt++)
        {
            using var projects = await _gathering.GatherAsync(import, deadline, cancellationToken);
            var result = ImportPlanner.Plan(import.Request, projects.Source, projects.Destination);
            if (result is PlanResult.Refused refused)
            {
                return new AttemptResult.Refused(refused.Problems);
            }

            var plan = ((PlanResult.Planned)result).Plan;
            var destination = Describe(import, projects);
            if (!publish || !plan.HasChanges)
            {
                return new AttemptResult.Planned(plan, destination);
            }

            switch (await PublishAsync(import, plan, projects, deadline, cancellationToken))
            {
                case PublishResult.Pushed pushed:
                    return new AttemptResult.Pushed(plan, destination, pushed.Id, attempt);
                case PublishResult.Unchanged:
                    return new AttemptResult.Planned(plan, destination);
                case PublishResult.Rejected rejected:
                    return new AttemptResult.Rejected(plan, destination, rejected.ServerWords);
                case PublishResult.Raced raced when attempt >= MostRaces || deadline.HasPassed:
                    return new AttemptResult.LostEveryRace(raced.What, attempt);
                case PublishResult.Raced or null:
                    break;
                default:
                    throw new UnreachableException();
            }
        }
    }

    /// <summary>Pushes the plan's edit; <see langword="null"/> where the server asked for credentials that were found since, so that all is to be done again.</summary>
    private async Task<PublishResult?> PublishAsync(RequestedImport import, ImportPlan plan, GatheredProjects projects, Deadline deadline, CancellationToken cancellationToken)
    {
        var author = import.Author ?? CommitAuthor.Default;
        var content = new CommitContent
        {
            Path = projects.DestinationPath,
            Pieces = plan.Edit.Pieces,
            Message = CommitMessage.Of(plan, import.Template),
            AuthorName = author.Name,
            AuthorEmail = author.Email,
            When = timeProvider.GetUtcNow(),
        };
        try
        {
            return await projects.DestinationSnapshot.PublishAsync(content, deadline.Left, cancellationToken);
        }
        catch (GitException failure) when (failure.Reason is GitFailure.AuthenticationFailed)
        {
            if (!await fetcher.AskAsync(import.Destination, cancellationToken))
            {
                throw;
            }

            return null;
        }
    }

    private static DestinationRevision Describe(RequestedImport import, GatheredProjects projects) => new(
        import.Destination.Project,
        import.Destination.Repository,
        projects.DestinationSnapshot.Branch.Value,
        projects.DestinationSnapshot.CommitId?.Value,
        projects.DestinationPath,
        projects.Destination.Configuration is null);
}

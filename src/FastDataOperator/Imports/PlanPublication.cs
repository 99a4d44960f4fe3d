using System.Diagnostics;
using FastDataOperator.Core.Imports;
using FastDataOperator.Git;

namespace FastDataOperator.Imports;

/// <summary>The end of an attempt whose projects were gathered: plans, and publishes the plan by a push or as a pull request (G1).</summary>
/// <inheritdoc cref="ImportAttempt"/>
internal sealed class PlanPublication(ProjectFetcher fetcher, TimeProvider timeProvider, Action beforePublish, OpenForge openForge)
{
    private readonly PullRequestPublication _pullRequests = new(fetcher, timeProvider, beforePublish);

    /// <param name="plan">Plans, given what the forge has of the import where it publishes by pull requests.</param>
    /// <param name="publish">Whether anything is to be written.</param>
    /// <returns><see langword="null"/> where a server asked for credentials that were found since, so that all is to be done again.</returns>
    public async Task<AttemptResult?> RunAsync(
        Publication publication, Func<OpenedForge?, PlanResult> plan, bool publish, Deadline deadline, int attempt, CancellationToken cancellationToken)
    {
        try
        {
            if (publication.PullRequest is null)
            {
                return plan(null) switch
                {
                    PlanResult.Planned { Plan: { HasChanges: true } changes } when publish => await PushAsync(changes, publication, deadline, attempt, cancellationToken),
                    var result => Unpublished(result, publication),
                };
            }

            return publish
                ? await ProposeAsync(publication, plan, deadline, attempt, cancellationToken)
                : await ForeseeAsync(publication, plan, deadline, cancellationToken);
        }
        catch (ImportRefusedException refusal)
        {
            return new AttemptResult.Refused(refusal.Problems);
        }
        catch (GitException failure) when (failure.Reason is GitFailure.AuthenticationFailed)
        {
            if (!await fetcher.AskAsync(publication.Location, cancellationToken))
            {
                throw;
            }

            return null;
        }
    }

    private static AttemptResult Unpublished(PlanResult result, Publication publication) => result switch
    {
        PlanResult.Planned planned => new AttemptResult.Planned(planned.Plan, publication.Revision),
        PlanResult.Refused refused => new AttemptResult.Refused(refused.Problems),
        _ => throw new UnreachableException(),
    };

    private async Task<AttemptResult> PushAsync(ImportPlan plan, Publication publication, Deadline deadline, int attempt, CancellationToken cancellationToken) =>
        await publication.Snapshot.PublishAsync(publication.Commit(plan, timeProvider.GetUtcNow()), deadline.Left, beforePublish, cancellationToken) switch
        {
            PublishResult.Pushed pushed => new AttemptResult.Pushed(plan, publication.Revision, pushed.Id, attempt),
            PublishResult.Unchanged => new AttemptResult.Planned(plan, publication.Revision),
            PublishResult.Rejected rejected => new AttemptResult.Rejected(plan, publication.Revision, rejected.ServerWords),
            PublishResult.Raced raced => new AttemptResult.LostEveryRace(raced.What, attempt),
            _ => throw new UnreachableException(),
        };

    private async Task<AttemptResult> ProposeAsync(
        Publication publication, Func<OpenedForge?, PlanResult> plan, Deadline deadline, int attempt, CancellationToken cancellationToken)
    {
        var forge = await OpenAsync(publication, deadline, cancellationToken);
        var result = plan(forge);
        if (result is not PlanResult.Planned { Plan: var planned })
        {
            return Unpublished(result, publication);
        }

        var end = await _pullRequests.RunAsync(new ProposedChange(planned, publication, forge.Forge, forge.Found, deadline), cancellationToken);
        return end is AttemptResult.LostEveryRace lost ? lost with { Attempts = attempt } : end;
    }

    /// <summary>A plan is worth having even where the forge cannot be asked.</summary>
    private async Task<AttemptResult?> ForeseeAsync(Publication publication, Func<OpenedForge?, PlanResult> plan, Deadline deadline, CancellationToken cancellationToken)
    {
        OpenedForge? forge = null;
        PullRequestReport? report;
        PlanResult result;
        try
        {
            forge = await OpenAsync(publication, deadline, cancellationToken);
            result = plan(forge);
            report = result is PlanResult.Planned { Plan: var planned }
                ? await _pullRequests.ForeseeAsync(new ProposedChange(planned, publication, forge.Forge, forge.Found, deadline), cancellationToken)
                : null;
        }
        catch (GitException failure)
        {
            if (failure.Reason is GitFailure.AuthenticationFailed && await fetcher.AskAsync(publication.Location, cancellationToken))
            {
                return null;
            }

            result = plan(forge);
            report = new PullRequestReport { Fate = PullRequestFate.Unknown, Head = publication.PullRequest!.Head, Failure = failure };
        }

        return Unpublished(result, publication) with { PullRequest = report };
    }

    private async Task<OpenedForge> OpenAsync(Publication publication, Deadline deadline, CancellationToken cancellationToken)
    {
        var (location, requested) = (publication.Location, publication.PullRequest!);
        var opened = openForge(requested.Forge, await fetcher.AccessAsync(location, cancellationToken), deadline.Left);
        var forge = new GuardedForge(opened, beforePublish);
        return new OpenedForge(forge, new FoundPullRequests(await forge.FindAsync(requested.Head, cancellationToken), publication.Import));
    }
}

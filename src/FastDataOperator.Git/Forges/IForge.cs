using FastDataOperator.Core.Reports;

namespace FastDataOperator.Git.Forges;

/// <summary>The pull requests of one repository, through its forge's API. Every call may be made again after it was cut off: it ends the same. Failures are
/// <see cref="GitException"/>s with the forge's own words, cleaned.</summary>
public interface IForge
{
    public ForgeProvider Provider { get; }

    public PullRequestDialect Dialect { get; }

    /// <summary>The pull requests from a branch of this same repository (never of a fork), onto any base, the newest first: all that are open, and of the others the newest. Those are twenty
    /// or more; one or more where the forge cannot be asked for a branch's.</summary>
    /// <exception cref="GitException">The forge could not be asked, or its answer makes no sense, or it has so many that not all can be looked through (<see cref="GitFailure.TooLarge"/>).</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public Task<IReadOnlyList<PullRequest>> FindAsync(BranchName head, CancellationToken cancellationToken);

    /// <summary>Opens one. Labels and reviewers come with <see cref="DecorateAsync"/>.</summary>
    /// <exception cref="GitException"><see cref="GitFailure.PullRequestExists"/> (transient) where one is open from that head to that base already.</exception>
    /// <inheritdoc cref="FindAsync"/>
    public Task<PullRequest> OpenAsync(PullRequestDraft draft, CancellationToken cancellationToken);

    /// <summary>Adds labels and asks reviewers; what is there already stays, so that it can be done again.</summary>
    /// <returns>What a person should know: a label or a reviewer that the forge does not take. Never fails for one of them.</returns>
    /// <inheritdoc cref="FindAsync"/>
    public Task<IReadOnlyList<string>> DecorateAsync(PullRequest pullRequest, IReadOnlyList<string> labels, IReadOnlyList<string> reviewers, CancellationToken cancellationToken);

    /// <summary>Gives it another title and body. One that was merged or closed meanwhile may stay as it is; its state says so.</summary>
    /// <inheritdoc cref="FindAsync"/>
    public Task<PullRequest> UpdateAsync(PullRequest pullRequest, string title, string body, CancellationToken cancellationToken);

    /// <summary>Closes it without merging; one that is closed or merged already stays as it is.</summary>
    /// <inheritdoc cref="FindAsync"/>
    public Task CloseAsync(PullRequest pullRequest, CancellationToken cancellationToken);
}

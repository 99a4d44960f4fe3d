namespace FastDataOperator.Status;

/// <summary>Reasons of conditions and events that only the operator gives. With <see cref="Core.Findings.Reason"/> and <see cref="Git.GitFailure"/> this is
/// the whole list. Names are API.</summary>
internal enum OperatorReason
{
    /// <summary>A condition that has nothing to tell.</summary>
    Succeeded,

    /// <summary>A commit went to the destination.</summary>
    Pushed,

    /// <summary>The destination is as it should be.</summary>
    UpToDate,

    /// <summary>The change waits in an open pull request.</summary>
    PullRequestOpen,

    /// <summary>A pull request was opened.</summary>
    PullRequestOpened,

    /// <summary>The open pull request has another commit.</summary>
    PullRequestUpdated,

    /// <summary>The pull request was merged.</summary>
    PullRequestMerged,

    /// <summary>The pull request was closed, and there is nothing to propose any more.</summary>
    PullRequestClosed,

    /// <summary>A person closed the pull request without merging, and the content is still the same (G3).</summary>
    PullRequestDeclined,

    /// <summary>The import's branch holds commits that the import did not make (G2).</summary>
    BranchHasOtherCommits,

    /// <summary>References that the import made are out of the destination (P2).</summary>
    ReferencesRemoved,

    /// <summary>The import was to remove its references when it was deleted, and they stay because it was suspended then (P2).</summary>
    ReferencesRetained,

    /// <summary>Another import must be ready first.</summary>
    DependencyNotReady,

    /// <summary>The server refuses the commit: a hook, a protected branch.</summary>
    PushRejected,

    /// <summary>Others pushed to the destination's branch each time between reading and pushing (G2).</summary>
    Raced,

    /// <summary>The API server did not answer, or not usefully.</summary>
    ApiUnavailable,

    /// <summary>The import's resources do not fit into its status: too many, or names too long.</summary>
    StatusTooLarge,

    /// <summary>It is tried again by itself.</summary>
    ProgressingWithRetry,

    /// <summary>A bug; the operator's log has the details.</summary>
    InternalError,
}

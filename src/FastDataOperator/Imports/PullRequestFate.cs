namespace FastDataOperator.Imports;

/// <summary>What an attempt found or did about an import's pull request. Names are API: they appear in JSON output.</summary>
internal enum PullRequestFate
{
    /// <summary>There is a new one.</summary>
    Opened,

    /// <summary>The open one has another commit or another text.</summary>
    Updated,

    /// <summary>The open one is as it should be.</summary>
    Current,

    /// <summary>A person closed it without merging, and the content is still the same: that was a refusal (G3).</summary>
    Declined,

    /// <summary>Its branch holds commits that the import did not make: nothing is written (G2).</summary>
    HasOtherCommits,

    /// <summary>It was merged.</summary>
    Merged,

    /// <summary>The import closed it, because there is nothing to propose any more.</summary>
    Withdrawn,

    /// <summary>The newest was closed some time before, and there is nothing to propose.</summary>
    Closed,

    /// <summary>Nothing was to be written: an import would open one.</summary>
    WouldOpen,

    /// <summary>Nothing was to be written: an import would update the open one.</summary>
    WouldUpdate,

    /// <summary>Nothing was to be written: an import would close the open one.</summary>
    WouldWithdraw,

    /// <summary>Nothing was to be written, and the forge could not be asked what an import would do.</summary>
    Unknown,
}

namespace FastDataOperator.Git.Forges;

/// <summary>Where a pull request is in its life. Names are API: a status writes them.</summary>
public enum PullRequestState
{
    Open,

    Merged,

    /// <summary>Closed, declined or abandoned without merging.</summary>
    Closed,
}

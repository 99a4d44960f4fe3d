namespace FastDataOperator.Api.V1Alpha1;

/// <summary>How a change reaches the destination's branch (G1).</summary>
internal enum PublishStrategy
{
    /// <summary>One commit, straight to the branch.</summary>
    Push,

    /// <summary>One pull request per import.</summary>
    PullRequest,
}

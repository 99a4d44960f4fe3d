using FastDataOperator.Core.Imports;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;

namespace FastDataOperator.Imports;

/// <summary>The forge of a destination, and what it has from the import's branch.</summary>
internal sealed record OpenedForge(IForge Forge, FoundPullRequests Found)
{
    /// <summary>The request as it is to be planned, for what waits in a pull request is not in the destination yet: what was asked for once stays asked for while
    /// that is open (U1, K5), and its copies count as made only after it was merged (K5). One that is open comes first: its marker may be gone.</summary>
    public ImportRequest Adapt(ImportRequest request, RequestedPullRequest pullRequest, BranchName @base) => request with
    {
        Asked = request.Asked || Found.IsAsked(@base),
        Copies = Found.Open(@base) is null && Found.Newest(@base) is { State: PullRequestState.Merged } ? request.Copies.Union(pullRequest.ProposedCopies).ToHashSet() : request.Copies,
    };
}

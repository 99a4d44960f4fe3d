using FastDataOperator.Api;
using FastDataOperator.Core.Reports;

namespace FastDataOperator.Imports;

/// <summary>The references of an import that was deleted, to be removed from its destination (P2).</summary>
internal sealed record RequestedRemoval
{
    /// <summary>The import's own name, as <c>namespace/name</c>: what the marks of its references say.</summary>
    public required string Import { get; init; }

    public required ProjectLocation Destination { get; init; }

    /// <summary>For one whole attempt, network included.</summary>
    public required TimeSpan Timeout { get; init; }

    public CommitAuthor? Author { get; init; }

    public MessageTemplate? Template { get; init; }

    /// <summary><see langword="null"/> where changes are pushed to the destination's branch itself (G1).</summary>
    public RequestedPullRequest? PullRequest { get; init; }

    /// <inheritdoc cref="RequestedImport.SigningKey"/>
    public ObjectKey? SigningKey { get; init; }
}

using FastDataOperator.Api;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Reports;

namespace FastDataOperator.Imports;

/// <summary>One import, checked and ready to run.</summary>
internal sealed record RequestedImport
{
    public required ImportRequest Request { get; init; }

    /// <summary><see langword="null"/> where <see cref="SourceFile"/> stands in for it.</summary>
    public required ProjectLocation? Source { get; init; }

    /// <summary>Where the source was seen just before, so that imports which saw the same share one fetch; <see langword="null"/> where
    /// nobody looked.</summary>
    public string? SourceTip { get; init; }

    /// <summary>A source that was read from a file.</summary>
    public SourceProject? SourceFile { get; init; }

    public required ProjectLocation Destination { get; init; }

    /// <summary>For one whole attempt, network included.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>It may be planned, and nothing may be written.</summary>
    public bool IsSuspended { get; init; }

    public CommitAuthor? Author { get; init; }

    public MessageTemplate? Template { get; init; }

    /// <summary><see langword="null"/> where changes are pushed to the destination's branch itself (G1).</summary>
    public RequestedPullRequest? PullRequest { get; init; }

    /// <summary>The Secret with the key that commits are signed with; <see langword="null"/> where they are not.</summary>
    public ObjectKey? SigningKey { get; init; }
}

using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Reports;

namespace FastDataOperator.Imports;

/// <summary>One import, checked and ready to run.</summary>
internal sealed record RequestedImport
{
    public required ImportRequest Request { get; init; }

    public required ProjectLocation Source { get; init; }

    public required ProjectLocation Destination { get; init; }

    /// <summary>For one whole attempt, network included.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>It may be planned, and nothing may be written.</summary>
    public bool IsSuspended { get; init; }

    public CommitAuthor? Author { get; init; }

    public MessageTemplate? Template { get; init; }
}

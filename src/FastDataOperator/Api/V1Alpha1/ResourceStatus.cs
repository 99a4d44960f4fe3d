using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Api.V1Alpha1;

/// <summary>One imported resource.</summary>
internal sealed record ResourceStatus
{
    public required ResourceKind Kind { get; init; }

    /// <summary>As the destination names it.</summary>
    public required string Name { get; init; }

    /// <summary>The System of Record that holds it, for a Projection.</summary>
    public string? System { get; init; }

    public string? SourceName { get; init; }

    public ImportMode? ImportAs { get; init; }

    public ChangeAction? Action { get; init; }

    public string? Digest { get; init; }

    /// <summary>Whether the destination's branch does not have it yet: it waits in the import's pull request.</summary>
    public bool? Proposed { get; init; }

    /// <summary>Whether it is not there at all before that is merged.</summary>
    public bool IsProposed => Proposed is true && Action is ChangeAction.Added;
}

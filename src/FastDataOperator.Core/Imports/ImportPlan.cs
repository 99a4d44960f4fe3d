using System.Diagnostics.CodeAnalysis;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports;

/// <summary>What an import, or the removal of one, would do, and why. A pure function of the request and the projects.</summary>
public sealed record ImportPlan
{
    public required ImportRequest Request { get; init; }

    /// <summary><see langword="null"/> for a removal, which reads no source (P2).</summary>
    public required SourceOrigin? Origin { get; init; }

    /// <summary>By kind in the order of <see cref="ResourceKind"/>, then by name.</summary>
    public required IReadOnlyList<PlannedChange> Changes { get; init; }

    public required IReadOnlyList<Finding> Warnings { get; init; }

    /// <summary>Services that imported resources are attached to and the destination lacks, in order of name (V1).</summary>
    public required IReadOnlyList<string> MissingServices { get; init; }

    /// <summary>What needs what among the resources of the plan, as the destination names them; for pictures.</summary>
    public required IReadOnlyList<(ResourceId From, ResourceId To)> Graph { get; init; }

    /// <summary>The destination's file afterwards. Valid as long as the bytes of the configurations are.</summary>
    public required ConfigurationEdit Edit { get; init; }

    /// <summary><c>sha256:</c> and 64 hexadecimal digits over what would be written; equal for plans that write the same.</summary>
    public required string Digest { get; init; }

    /// <summary>Whether this removes the references that the import made, because the import itself was deleted (P2).</summary>
    [MemberNotNullWhen(false, nameof(Origin))]
    public bool IsRemoval => Origin is null;

    /// <summary>Whether anything would be written.</summary>
    public bool HasChanges => Changes.Any(change => change.Writes);

    /// <summary>How many resources meet with this; a default cast function that is carried over is none (C1).</summary>
    public int Count(ChangeAction action) => Changes.Count(change => change.Action == action && change.ImportAs is not null);
}

/// <summary>What planning ends in.</summary>
public abstract record PlanResult
{
    private PlanResult()
    {
    }

    public sealed record Planned(ImportPlan Plan) : PlanResult;

    /// <summary>All or nothing: every problem at once, and nothing would be written (K1).</summary>
    public sealed record Refused(IReadOnlyList<Finding> Problems) : PlanResult;
}

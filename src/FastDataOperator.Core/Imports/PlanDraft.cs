using System.Diagnostics;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports;

/// <summary>What the rules hand from one to the next.</summary>
internal sealed class PlanDraft
{
    public required ImportRequest Request { get; init; }

    /// <summary>Only a removal has none (P2); no rule that it runs by asks for it.</summary>
    public SourceProject Source { get => field ?? throw new UnreachableException(); init; }

    /// <summary>The destination's configuration; for a project that has none, an empty one.</summary>
    public required ProjectConfiguration Destination { get; init; }

    public required ConsoleConfiguration? Console { get; init; }

    public ContentDigest Digests { get; } = new();

    public Closure? Closure { get; set; }

    public RenameMap Renames { get; set; } = new([]);

    public List<ImportItem> Items { get; } = [];

    /// <summary>References of the destination that this import made and no longer covers (P1), or all that it made (P2).</summary>
    public List<ResourceEntry> Pruned { get; } = [];

    public List<string> MissingServices { get; } = [];

    /// <summary>How much has been laid out for the destination so far: bounded, for indentation can make much of little.</summary>
    public long BytesLaidOut { get; set; }

    public List<Finding> Problems { get; } = [];

    public List<Finding> Warnings { get; } = [];

    /// <summary>The digest of a resource as it stands in a file.</summary>
    /// <exception cref="RefusalException">The resource has no canonical form (M2).</exception>
    public string DigestOf(ReadOnlyMemory<byte> content, ResourceEntry entry)
    {
        try
        {
            return Digests.Compute(content, withProjections: entry.Id.Kind != ResourceKind.SystemOfRecord);
        }
        catch (FormatException fault)
        {
            throw new RefusalException(new Finding
            {
                Reason = Reason.UnexpectedShape, Rule = "M2", Resource = entry.Id, Location = entry.Location,
                Message = $"{entry.Id.Kind.Label()} {Printable.Text(entry.Id.Name)} has no canonical form: {Printable.Text(fault.Message)}",
                Remedy = "correct the resource",
            });
        }
    }

    public void Refuse(Reason reason, string rule, ResourceId? resource, string message, string remedy) =>
        Problems.Add(new Finding { Reason = reason, Rule = rule, Resource = resource, Message = message, Remedy = remedy });

    public void Warn(Reason reason, string rule, ResourceId? resource, string message, string? remedy = null) =>
        Warnings.Add(new Finding { Reason = reason, Rule = rule, Resource = resource, Message = message, Remedy = remedy });
}

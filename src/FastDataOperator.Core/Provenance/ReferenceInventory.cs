using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Provenance;

/// <summary>One reference of a project.</summary>
/// <param name="Resource">As the project names it.</param>
/// <param name="Mark">Where it came from.</param>
/// <param name="HasDrifted">Whether it was edited since (D1); <see langword="null"/> where its mark holds no digest to tell by.</param>
public sealed record ReferenceStatus(ResourceId Resource, ReferenceMark Mark, bool? HasDrifted);

/// <summary>Lists a project's references from its configuration alone.</summary>
public static class ReferenceInventory
{
    /// <summary>How many problems are listed before the rest of the file is left unread.</summary>
    private const int MostProblems = 100;

    /// <returns>By kind, then in the file's order; with a finding for each mark or content that cannot be read, and no more than a hundred of them.</returns>
    public static (IReadOnlyList<ReferenceStatus> References, IReadOnlyList<Finding> Problems) List(ProjectConfiguration configuration)
    {
        var digests = new ContentDigest();
        List<ReferenceStatus> references = [];
        List<Finding> problems = [];
        foreach (var entry in configuration.AllReferenceEntries())
        {
            if (problems.Count == MostProblems)
            {
                break;
            }

            try
            {
                var mark = entry.ReadMark()!;
                var digest = mark.Digest is null ? null : digests.Compute(entry.Value, withProjections: entry.Id.Kind != ResourceKind.SystemOfRecord);
                references.Add(new ReferenceStatus(entry.Id, mark, digest is null ? null : digest != mark.Digest));
            }
            catch (RefusalException refusal)
            {
                problems.Add(refusal.Finding);
            }
            catch (FormatException fault)
            {
                problems.Add(new Finding
                {
                    Reason = Reason.UnexpectedShape, Rule = "M2", Resource = entry.Id, Location = entry.Location, Remedy = "correct the resource",
                    Message = $"{entry.Id.Kind.Label()} {Printable.Text(entry.Id.Name)} has no canonical form: {Printable.Text(fault.Message)}",
                });
            }
        }

        return (references, problems);
    }
}

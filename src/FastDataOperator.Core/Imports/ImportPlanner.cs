using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports.Rules;

namespace FastDataOperator.Core.Imports;

/// <summary>Decides what an import does: a pure function of the request and the two projects.</summary>
public static class ImportPlanner
{
    /// <summary>The rules in the order in which they act. What a stage refuses is reported whole, and later stages do not run.</summary>
    private static readonly IReadOnlyList<IReadOnlyList<Action<PlanDraft>>> Stages =
    [
        [SelectionRules.SelectAndComplete], // S1 to S3, C1 to C4
        [RenameRules.Check], // R1 to R3
        [ItemRules.Make], // M1, M2, C1
        [
            VersionRules.Compare, // F3
            ArchitectureRules.Require, // M4
            PruneRules.FindUncovered, // P1
            ExistenceRules.Decide, // K1 to K3, K5, U1, D1
            NamespaceRules.Require, // K4
            PruneRules.RequireUnneeded, // P1
            ResultRules.RequireDepth, // F3
            ServiceRules.ListMissing, // V1
        ],
    ];

    /// <returns>The plan, or every problem that stands in its way: then nothing would be written (K1).</returns>
    public static PlanResult Plan(ImportRequest request, SourceProject source, DestinationProject destination)
    {
        try
        {
            var draft = new PlanDraft
            {
                Request = request,
                Source = source,
                Destination = destination.Configuration ?? NewConfiguration.For(source.Configuration),
                Console = destination.Console ?? destination.Configuration?.Console,
            };
            NewConfiguration.RequireEditable(draft.Destination);
            foreach (var stage in Stages)
            {
                foreach (var rule in stage)
                {
                    rule(draft);
                }

                if (draft.Problems.Count > 0)
                {
                    return new PlanResult.Refused(draft.Problems);
                }
            }

            return new PlanResult.Planned(PlanAssembly.Assemble(draft));
        }
        catch (RefusalException refusal)
        {
            return new PlanResult.Refused([refusal.Finding]);
        }
    }
}

using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports.Rules;

namespace FastDataOperator.Core.Imports;

/// <summary>Decides what an import does, or the removal of one: a pure function of the request and the projects.</summary>
public static class ImportPlanner
{
    /// <summary>The rules in the order in which they act. What a stage refuses is reported whole, and later stages do not run.</summary>
    private static readonly IReadOnlyList<IReadOnlyList<Action<PlanDraft>>> ImportStages =
    [
        [SelectionRules.SelectAndComplete], // S1 to S3, C1 to C4
        [RenameRules.Check], // R1 to R3
        [ItemRules.Make], // M1, M2, C1
        [CopyRules.RequireFew], // K5
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

    private static readonly IReadOnlyList<IReadOnlyList<Action<PlanDraft>>> RemovalStages =
    [
        [RemovalRules.FindAll], // P2
        [
            RemovalRules.RequireEditable, // F1
            RemovalRules.RequireUnneeded, // P2
        ],
    ];

    /// <returns>The plan, or every problem that stands in its way: then nothing would be written (K1).</returns>
    public static PlanResult Plan(ImportRequest request, SourceProject source, DestinationProject destination) => Refusing(() =>
    {
        var draft = new PlanDraft
        {
            Request = request,
            Source = source,
            Destination = destination.Configuration ?? NewConfiguration.For(source.Configuration),
            Console = destination.Console ?? destination.Configuration?.Console,
        };
        NewConfiguration.RequireEditable(draft.Destination);
        return Run(draft, ImportStages, PlanAssembly.Assemble);
    });

    /// <summary>Decides what goes when an import was deleted with the policy to remove its references: every one whose mark names it, from
    /// whatever source project (P2). Copies and default cast functions carry no mark and stay; so do sections that the import created.</summary>
    /// <param name="import">The import's own name, as <c>namespace/name</c>.</param>
    /// <param name="destination">The configuration that it imported into, as it is now; <see langword="null"/> where there is none any more.</param>
    /// <returns>The plan, without changes where nothing is left of the import; or what still needs what would go: then nothing would be written.</returns>
    public static PlanResult PlanRemoval(string import, ProjectConfiguration? destination) => Refusing(() =>
    {
        var draft = new PlanDraft
        {
            Request = new ImportRequest { Name = import, Selection = new Selection() },
            Destination = destination ?? NewConfiguration.Empty(ConfigurationVersion.Newest),
            Console = null,
        };
        return Run(draft, RemovalStages, PlanAssembly.AssembleRemoval);
    });

    private static PlanResult Run(PlanDraft draft, IReadOnlyList<IReadOnlyList<Action<PlanDraft>>> stages, Func<PlanDraft, ImportPlan> assemble)
    {
        foreach (var stage in stages)
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

        return new PlanResult.Planned(assemble(draft));
    }

    private static PlanResult Refusing(Func<PlanResult> plan)
    {
        try
        {
            return plan();
        }
        catch (RefusalException refusal)
        {
            return new PlanResult.Refused([refusal.Finding]);
        }
    }
}

using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports.Rules;

/// <summary>M4: Projections come as references only into a project with a Single View Trigger Generator.</summary>
internal static class ArchitectureRules
{
    public static void Require(PlanDraft draft)
    {
        var count = draft.Items.Count(item => item is { Id.Kind: ResourceKind.Projection, ImportAs: ImportMode.Reference });
        if (count == 0 || draft.Console is null or { HasSingleViewTriggerGenerator: true })
        {
            return;
        }

        Report(draft, Reason.ArchitectureMissing, "M4",
            $"{count} {(count == 1 ? "Projection comes as a reference, which needs" : "Projections come as references, which need")} a Single View Trigger Generator in the destination; "
            + $"no service with that component or image (single-view-trigger-generator) was found in {draft.Console.Source}, which has {draft.Console.Services.Count} {(draft.Console.Services.Count == 1 ? "service" : "services")}",
            "add the service to the destination, import as Resource, or set architecture: Warn");
    }

    /// <summary>Refuses or warns, as the request's architecture policy says.</summary>
    public static void Report(PlanDraft draft, Reason reason, string rule, string message, string remedy)
    {
        if (draft.Request.Architecture == ArchitecturePolicy.Enforce)
        {
            draft.Refuse(reason, rule, null, message, remedy);
        }
        else
        {
            draft.Warn(reason, rule, null, message, remedy);
        }
    }
}

using FastDataOperator.Core.Configuration;
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
            + Looked(draft.Console),
            "add the service to the destination, or import as Resource");
    }

    private static string Looked(ConsoleConfiguration console) => console.IsAbsent
        ? $"the destination has no {console.Source}, where its services would be"
        : $"no service with that component or image (single-view-trigger-generator) was found in {console.Source}, which has {console.Services.Count} {(console.Services.Count == 1 ? "service" : "services")}";

    /// <summary>Refuses or warns, as the request's architecture policy says.</summary>
    public static void Report(PlanDraft draft, Reason reason, string rule, string message, string remedy)
    {
        if (draft.Request.Architecture == ArchitecturePolicy.Enforce)
        {
            draft.Refuse(reason, rule, null, message, remedy + ", or set architecture: Warn");
        }
        else
        {
            draft.Warn(reason, rule, null, message, remedy);
        }
    }
}

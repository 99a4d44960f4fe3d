using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports.Rules;

/// <summary>P2: every reference of an import that was deleted.</summary>
internal static class RemovalRules
{
    public static void FindAll(PlanDraft draft) =>
        draft.Pruned.AddRange(draft.Destination.AllReferenceEntries().Where(entry => PruneRules.MarkOfOurs(draft, entry) is not null));

    /// <exception cref="RefusalException">The file cannot be edited, and there is something to remove.</exception>
    public static void RequireEditable(PlanDraft draft)
    {
        if (draft.Pruned.Count > 0)
        {
            NewConfiguration.RequireEditable(draft.Destination);
        }
    }

    /// <summary>Refuses where something that stays, the destination's own or another import's, still needs what would go: also a Projection
    /// inside a System of Record.</summary>
    public static void RequireUnneeded(PlanDraft draft)
    {
        foreach (var (needed, by) in PruneRules.StillNeeded(draft))
        {
            draft.Refuse(Reason.StillNeeded, "P2", needed,
                $"{needed.Kind.Label()} {Printable.Text(needed.Name)} would be removed with the import {Printable.Text(draft.Request.Name)}, but {by.Kind.Label()} {Printable.Text(by.Name)} still needs it",
                "remove what needs it, or set deletionPolicy: Retain to keep the references");
        }
    }
}

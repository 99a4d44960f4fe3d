using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Reports;

namespace FastDataOperator.Core.Imports.Rules;

/// <summary>K5: an import remembers the copies that it made, and makes no more than it can remember.</summary>
internal static class CopyRules
{
    public static void RequireFew(PlanDraft draft)
    {
        var copies = draft.Items.Count(item => item.ImportAs == ImportMode.Resource);
        if (copies > draft.Request.MostCopies)
        {
            draft.Refuse(Reason.TooLarge, "K5", null,
                $"{PlanWording.Number(copies)} resources would be copied, and an import can remember {PlanWording.Number(draft.Request.MostCopies.Value)} of its copies",
                "split the import in several that select less each, or import them as references");
        }
    }
}

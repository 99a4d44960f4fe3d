using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports.Rules;

/// <summary>K1 to K3, K5, U1 and D1: what becomes of each resource, given what stands in the destination under its name.</summary>
internal static class ExistenceRules
{
    public static void Decide(PlanDraft draft)
    {
        foreach (var item in draft.Items)
        {
            switch (item)
            {
                case { Existing: null }:
                    DecideNew(draft, item);
                    break;
                case { ImportAs: ImportMode.Reference }:
                    DecideReference(draft, item);
                    break;
                default:
                    DecideCopy(draft, item);
                    break;
            }
        }

        KeepContainers(draft);
    }

    private static void DecideNew(PlanDraft draft, ImportItem item)
    {
        item.Action = ChangeAction.Added;
        if (item.ImportAs == ImportMode.Resource && draft.Request.Copies.Contains(item.Id) && !draft.Request.Asked)
        {
            item.Action = ChangeAction.LeftAlone;
            draft.Warn(Reason.CopyLeftAlone, "K5", item.Id, $"{item.Described} was copied before and has been removed from the destination since: it is not copied again",
                "ask for it (--update, in a cluster kubectl fastdata reconcile) to have it again, or take it out of the selection");
        }
    }

    private static void DecideCopy(PlanDraft draft, ImportItem item)
    {
        var existing = item.Existing!;
        if (existing.ReadMark() is { } mark)
        {
            Collide(draft, item, "K3", $"is there as a reference from {Printable.Text(mark.Project)}, which a resource never overwrites");
            return;
        }

        if (draft.DigestOf(existing.Value, existing) == item.Digest)
        {
            item.Action = ChangeAction.Unchanged;
        }
        else if (!draft.Request.Copies.Contains(item.Id))
        {
            Collide(draft, item, "K1", "is there already, with other content");
        }
        else
        {
            item.Differences = ContentDifferences.Between(existing, item);
            item.Action = draft.Request.Asked ? ChangeAction.Restored : ChangeAction.LeftAlone;
            if (!draft.Request.Asked)
            {
                draft.Warn(Reason.CopyLeftAlone, "K5", item.Id, $"{item.Described} differs from the source since it was copied: it belongs to the destination and is left alone",
                    "ask for it (--update, in a cluster kubectl fastdata reconcile) to have it copied again");
            }
        }
    }

    private static void DecideReference(PlanDraft draft, ImportItem item)
    {
        var existing = item.Existing!;
        item.Before = existing.ReadMark();
        if (item.Before is null)
        {
            Collide(draft, item, "K1", "is there already, as a resource of the destination's own");
        }
        else if (item.Before.Project != draft.Source.Origin.Project || (item.Before.Name ?? item.Id.Name) != item.Source.Id.Name)
        {
            Collide(draft, item, "K1", $"is there already, as a reference to {Printable.Text(item.Before.Name ?? item.Id.Name)} of {Printable.Text(item.Before.Project)}");
        }
        else
        {
            DecideUpdate(draft, item, draft.DigestOf(existing.Value, existing));
        }
    }

    /// <summary>Content alone counts (U1): the mark's digest tells whether the destination edited it and whether the source moved on.</summary>
    private static void DecideUpdate(PlanDraft draft, ImportItem item, string digest)
    {
        var recorded = item.Before!.Digest ?? digest;
        var hasDrifted = digest != recorded;
        var hasMoved = item.Digest != recorded;
        if (!hasDrifted && !hasMoved)
        {
            item.Action = ChangeAction.Unchanged;
            return;
        }

        var request = draft.Request;
        var mayUpdate = request.Update == UpdatePolicy.Automatic || request.Asked;
        var mayRestore = request.Drift == DriftPolicy.Restore || request.Asked;
        item.Differences = ContentDifferences.Between(item.Existing!, item);
        item.Action = (hasDrifted, hasMoved) switch
        {
            (true, false) => mayRestore ? ChangeAction.Restored : ChangeAction.Drifted,
            (false, true) => mayUpdate ? ChangeAction.Updated : ChangeAction.UpdateAvailable,
            _ => mayUpdate && mayRestore ? ChangeAction.Updated : mayUpdate ? ChangeAction.Drifted : ChangeAction.UpdateAvailable,
        };
        if (hasDrifted)
        {
            var outcome = item.Writes ? "the source's content is put back" : "it stays as it is";
            draft.Warn(item.Writes ? Reason.DriftRestored : Reason.Drifted, "D1", item.Id, $"{item.Described} is a reference and was edited in the destination: {outcome}",
                item.Writes ? "change it in " + Printable.Text(draft.Source.Origin.Project) : "ask for it (--update, in a cluster kubectl fastdata reconcile), or set drift: Restore, to have the source's content back");
        }

        if (item.Action == ChangeAction.UpdateAvailable || (hasMoved && item.Action == ChangeAction.Drifted))
        {
            draft.Warn(Reason.UpdateAvailable, "U1", item.Id, $"{item.Described} has newer content in the source", "ask for it (--update, in a cluster kubectl fastdata reconcile) to take it");
        }
    }

    /// <summary>A System of Record that was removed is made again where a Projection is added to it.</summary>
    private static void KeepContainers(PlanDraft draft)
    {
        var needed = draft.Items.Where(item => item.Action == ChangeAction.Added && item.Id.System is not null).Select(item => item.Id.System).ToHashSet();
        foreach (var system in draft.Items.Where(item => item is { Id.Kind: ResourceKind.SystemOfRecord, Existing: null, Action: ChangeAction.LeftAlone } && needed.Contains(item.Id.Name)))
        {
            system.Action = ChangeAction.Added;
        }
    }

    private static void Collide(PlanDraft draft, ImportItem item, string rule, string what) => draft.Refuse(Reason.NameCollision, rule, item.Id,
        $"{item.Described} {what}", CollisionRemedy(item));

    /// <summary>What would resolve a collision; a nested reference cannot be renamed (R2).</summary>
    public static string CollisionRemedy(ImportItem item)
    {
        var theirs = item.Existing is not { IsReference: true } ? "rename or remove the destination's own"
            : item.ImportAs == ImportMode.Resource ? "import it as a reference, or remove the reference that is there"
            : "remove the reference that is there";
        return item.Origin is null
            ? $"rename it on import (rename: kind {item.Id.Kind}, from {Printable.Text(item.Source.Id.Name)}, to another name), or {theirs}"
            : $"it comes from {Printable.Text(item.Origin.Project)} and cannot be renamed: {theirs}, or take it out of the selection";
    }
}

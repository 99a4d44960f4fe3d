using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports.Rules;

/// <summary>V1: services are never imported; those that imported resources are attached to and the destination lacks are named.</summary>
internal static class ServiceRules
{
    /// <summary>How many resources a warning names; more are counted.</summary>
    private const int MostUsers = 5;

    public static void ListMissing(PlanDraft draft)
    {
        SortedDictionary<string, List<ImportItem>> attached = new(StringComparer.Ordinal);
        foreach (var item in draft.Items.Where(item => item.Id.Kind is ResourceKind.SystemOfRecord or ResourceKind.SingleView))
        {
            foreach (var service in ServiceMentions.Of(item.Content).Where(service => draft.Console?.Services.Contains(service) != true))
            {
                (attached.TryGetValue(service, out var items) ? items : attached[service] = []).Add(item);
            }
        }

        draft.MissingServices.AddRange(attached.Keys);
        foreach (var (service, items) in attached)
        {
            var users = string.Join(", ", items.Take(MostUsers).Select(item => item.Described)) + (items.Count > MostUsers ? $" and {items.Count - MostUsers} more" : "");
            var attachment = items.Count == 1 ? "is attached to" : "are attached to";
            draft.Warn(Reason.MissingService, "V1", items[0].Id,
                draft.Console is null ? $"service {Printable.Text(service)}, which {users} {attachment}, may be missing: nothing is known of the destination's services"
                : $"service {Printable.Text(service)}, which {users} {attachment}, is not in the destination",
                "create it before deploying: services are never imported");
        }
    }
}

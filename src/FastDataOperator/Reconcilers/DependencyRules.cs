using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Findings;
using FastDataOperator.Informers;
using FastDataOperator.Status;

namespace FastDataOperator.Reconcilers;

/// <summary><c>spec.dependsOn</c>: imports of the same namespace that must be ready first.</summary>
internal static class DependencyRules
{
    /// <summary>What stands in the way; <see langword="null"/> where nothing does.</summary>
    public static PassOutcome? Check(ImportObject import, ObjectStore<ImportObject> store)
    {
        if (FindCycle(import, store) is { } cycle)
        {
            return new PassOutcome.Refused(
                [new Finding { Reason = Reason.DependencyCycle, Rule = "api", Message = $"spec.dependsOn: imports wait for each other: {cycle}", Remedy = "remove one of them" }], null);
        }

        var missing = import.Import!.Spec.DependsOn
            .Select(dependency => (dependency.Name, Obstacle: Obstacle(store.Find(import.Key with { Name = dependency.Name }))))
            .Where(dependency => dependency.Obstacle is not null)
            .Select(dependency => $"{dependency.Name} {dependency.Obstacle}")
            .ToList();
        return missing.Count == 0 ? null : new PassOutcome.Waiting($"waits for {string.Join(", ", missing)}");
    }

    public static bool IsReady(ImportObject import) =>
        !import.IsDeleting && import.Status.ObservedGeneration == import.Generation && import.Status.Find(ConditionType.Ready)?.Status == ConditionSet.True;

    private static string? Obstacle(ImportObject? dependency) =>
        dependency is null ? "(it does not exist, or is not watched by this operator)"
        : dependency.IsDeleting ? "(it is being deleted)"
        : IsReady(dependency) ? null
        : "(it is not ready)";

    /// <summary>A way from the import back to itself, such as <c>a → b → a</c>. Cycles further on are told of the imports in them.</summary>
    private static string? FindCycle(ImportObject import, ObjectStore<ImportObject> store)
    {
        var from = new Dictionary<string, string?>(StringComparer.Ordinal) { [import.Key.Name] = null };
        var queue = new Queue<ImportObject>([import]);
        while (queue.TryDequeue(out var next))
        {
            foreach (var dependency in next.Import?.Spec.DependsOn ?? [])
            {
                if (dependency.Name == import.Key.Name)
                {
                    var way = new List<string> { import.Key.Name };
                    for (string? at = next.Key.Name; at is not null; at = from[at])
                    {
                        way.Add(at);
                    }

                    way.Reverse();
                    return string.Join(" → ", way);
                }

                if (from.TryAdd(dependency.Name, next.Key.Name) && store.Find(import.Key with { Name = dependency.Name }) is { } found)
                {
                    queue.Enqueue(found);
                }
            }
        }

        return null;
    }
}

using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Informers;

namespace FastDataOperator.Reconcilers;

/// <summary>Who waits for whom, kept up with every change of an object: a fleet that becomes ready at the start must not look through all of itself
/// once for each import. Not safe for threads; a store tells its changes one by one.</summary>
internal sealed class DependentIndex
{
    private readonly Dictionary<ObjectKey, HashSet<ObjectKey>> _dependents = [];

    public void Take(ObjectChange<ImportObject> change)
    {
        if (ReferenceEquals(change.Before?.Import?.Spec.DependsOn, change.After?.Import?.Spec.DependsOn))
        {
            return;
        }

        foreach (var dependency in Dependencies(change.Before))
        {
            if (_dependents.TryGetValue(dependency, out var dependents) && dependents.Remove(change.Key) && dependents.Count == 0)
            {
                _dependents.Remove(dependency);
            }
        }

        foreach (var dependency in Dependencies(change.After))
        {
            if (!_dependents.TryGetValue(dependency, out var dependents))
            {
                _dependents.Add(dependency, dependents = []);
            }

            dependents.Add(change.Key);
        }
    }

    /// <summary>Those that wait for an object, whether it exists or not.</summary>
    public IReadOnlyCollection<ObjectKey> Of(ObjectKey key) => _dependents.TryGetValue(key, out var dependents) ? dependents : [];

    private static IEnumerable<ObjectKey> Dependencies(ImportObject? import) =>
        import?.Import?.Spec.DependsOn.Select(dependency => import.Key with { Name = dependency.Name }) ?? [];
}

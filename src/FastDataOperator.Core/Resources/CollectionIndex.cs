using FastDataOperator.Core.Configuration;

namespace FastDataOperator.Core.Resources;

/// <summary>Finds a project's Projections by name alone. To ask each System of Record in turn costs nothing for a few names; for many
/// names and Systems it would be quadratic, so that then an index is made once.</summary>
internal sealed class CollectionIndex(ConfigurationLayout layout)
{
    private const int FewSystems = 64;
    private const int FewQuestions = 16;

    private readonly Lazy<ILookup<string, (int System, int Projection)>> _byName = new(() =>
        (from system in Enumerable.Range(0, layout.Systems.Count)
         let projections = layout.Systems[system].Projections
         where projections is not null
         from projection in Enumerable.Range(0, projections.Members.Count)
         select (System: system, Projection: projection)).ToLookup(place => layout.Systems[place.System].Projections!.Name(place.Projection)));

    private int _questions;

    /// <returns>The indices of each System that holds one and of the Projection in it, in the file's order.</returns>
    public IEnumerable<(int System, int Projection)> Find(string name)
    {
        if (layout.Systems.Count > FewSystems && Interlocked.Increment(ref _questions) > FewQuestions)
        {
            Interlocked.Decrement(ref _questions);
            return _byName.Value[name];
        }

        return Ask(name);
    }

    private IEnumerable<(int System, int Projection)> Ask(string name)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(name);
        for (var system = 0; system < layout.Systems.Count; system++)
        {
            if (layout.Systems[system].Projections?.Find(bytes) is >= 0 and var projection)
            {
                yield return (system, projection);
            }
        }
    }
}

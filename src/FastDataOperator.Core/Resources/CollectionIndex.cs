using FastDataOperator.Core.Configuration;

namespace FastDataOperator.Core.Resources;

/// <summary>Finds a project's Projections by name alone. To ask each System of Record in turn costs nothing for a few names; for many
/// names and Systems it would be quadratic, so that then an index is made once.</summary>
internal sealed class CollectionIndex(ConfigurationLayout layout)
{
    /// <summary>How often a System is asked before the index is worth its memory.</summary>
    private const long MostAsked = 1 << 20;

    private readonly Lazy<ILookup<string, (int System, int Projection)>> _byName = new(() =>
        (from system in Enumerable.Range(0, layout.Systems.Count)
         let projections = layout.Systems[system].Projections
         where projections is not null
         from projection in Enumerable.Range(0, projections.Members.Count)
         select (System: system, Projection: projection)).ToLookup(place => layout.Systems[place.System].Projections!.Name(place.Projection)));

    private long _asked;

    /// <returns>The indices of each System that holds one and of the Projection in it, in the file's order.</returns>
    public IEnumerable<(int System, int Projection)> Find(string name)
    {
        return Interlocked.Add(ref _asked, layout.Systems.Count) > MostAsked ? _byName.Value[name] : Ask(name);
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

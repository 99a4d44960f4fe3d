using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports;

/// <summary>A selection and all that it needs (C1 to C4). The same for an import and an export.</summary>
internal sealed class Closure
{
    private readonly Dictionary<ResourceId, ClosureItem> _items = [];
    private readonly Dictionary<ResourceId, ClosureItem> _defaults = [];
    private readonly HashSet<ResourceId> _skipped = [];
    private readonly List<Finding> _warnings = [];
    private readonly Queue<ClosureItem> _unread = [];
    private readonly ProjectConfiguration _source;
    private readonly NestedReferencePolicy _nested;

    private Closure(ProjectConfiguration source, NestedReferencePolicy nested)
    {
        _source = source;
        _nested = nested;
    }

    /// <summary>By kind, then by name.</summary>
    public IReadOnlyList<ClosureItem> Items { get; private set; } = [];

    /// <summary>Default cast functions in use: no resources, but carried over where the destination lacks them (C1).</summary>
    public IEnumerable<ClosureItem> DefaultCastFunctions => _defaults.Values.OrderBy(item => item.Id.Name, StringComparer.Ordinal);

    /// <summary>References of the source that were left out (C4).</summary>
    public IReadOnlySet<ResourceId> Skipped => _skipped;

    public IReadOnlyList<Finding> Warnings => _warnings;

    public static Closure Of(ProjectConfiguration source, IEnumerable<(ResourceEntry Entry, ImportMode? ImportAs)> selected, NestedReferencePolicy nested)
    {
        var closure = new Closure(source, nested);
        foreach (var (entry, importAs) in selected)
        {
            closure.Add(entry, isSelected: true, importAs, null);
        }

        while (closure._unread.TryDequeue(out var item))
        {
            closure.Follow(item);
        }

        closure.SkipNestedSystems();
        closure.Items = [.. closure._items.Values.OrderBy(item => item.Id.Kind).ThenBy(item => item.Id.System, StringComparer.Ordinal).ThenBy(item => item.Id.Name, StringComparer.Ordinal)];
        return closure;
    }

    private void Follow(ClosureItem item)
    {
        if (item.Id.Kind == ResourceKind.Projection)
        {
            var system = _source.Find(new ResourceId(ResourceKind.SystemOfRecord, item.Id.System!))!;
            Add(system, item.IsSelected, null, item.IsSelected ? null : new Dependency(item.Id, "C2", "lies in it"));
        }

        if (item.Id.Kind is not (ResourceKind.Projection or ResourceKind.ErSchema))
        {
            return;
        }

        var value = item.Entry.Value.Span;
        HashSet<string> seen = [];
        var mentions = MentionScanner.Scan(value, item.Id.Kind, out var understood);
        if (!understood)
        {
            Warn(item, $"no \"config\" with \"outgoing\" was found in {Describe(item)}: what it needs is unknown", "check what it names by hand");
        }

        foreach (var mention in mentions)
        {
            if (mention.Target is MentionTarget.CastFunction or MentionTarget.Collection && mention.Name(value) is var name && seen.Add(name))
            {
                FollowMention(item, mention.Target, name);
            }
        }
    }

    private void FollowMention(ClosureItem item, MentionTarget target, string name)
    {
        if (target == MentionTarget.CastFunction)
        {
            if (_source.Find(new ResourceId(ResourceKind.CastFunction, name)) is not { } function)
            {
                Warn(item, $"{Describe(item)} uses the cast function \"{Printable.Text(name)}\", which the source does not have", "correct the field in the source");
            }
            else
            {
                Add(function, isSelected: false, null, new Dependency(item.Id, "C1", "uses it for a field"));
            }

            return;
        }

        var found = false;
        foreach (var collection in _source.FindCollections(name))
        {
            found = true;
            Add(collection, isSelected: false, null, new Dependency(item.Id, "C2", "names it in its configuration"));
        }

        if (!found)
        {
            Warn(item, $"{Describe(item)} names \"{Printable.Text(name)}\", which is no Projection or Single View of the source",
                "if it is a CRUD collection, make sure that the destination has it; otherwise correct the ER schema in the source");
        }
    }

    private void Add(ResourceEntry entry, bool isSelected, ImportMode? importAs, Dependency? neededBy)
    {
        if (entry.IsDefaultCastFunction())
        {
            AddNeed(_defaults, entry, neededBy);
            return;
        }

        if (entry.IsReference && _nested == NestedReferencePolicy.Skip && entry.Id.Kind != ResourceKind.SystemOfRecord)
        {
            Skip(entry);
            return;
        }

        if (_items.TryGetValue(entry.Id, out var item))
        {
            AddNeed(_items, entry, neededBy);
            return;
        }

        item = new ClosureItem(entry, isSelected, importAs);
        _items.Add(entry.Id, item);
        _unread.Enqueue(item);
        AddNeed(_items, entry, neededBy);
    }

    private static void AddNeed(Dictionary<ResourceId, ClosureItem> items, ResourceEntry entry, Dependency? neededBy)
    {
        if (!items.TryGetValue(entry.Id, out var item))
        {
            items.Add(entry.Id, item = new ClosureItem(entry, isSelected: false, null));
        }

        if (neededBy is not null)
        {
            item.NeededBy.Add(neededBy);
        }
    }

    /// <summary>A System of Record that is a reference is left out too, unless it holds a Projection that comes along.</summary>
    private void SkipNestedSystems()
    {
        if (_nested == NestedReferencePolicy.Include)
        {
            return;
        }

        var needed = _items.Keys.Where(id => id.System is not null).Select(id => id.System!).ToHashSet();
        foreach (var system in _items.Values.Where(item => item.Id.Kind == ResourceKind.SystemOfRecord && item.Entry.IsReference && !needed.Contains(item.Id.Name)).ToList())
        {
            _items.Remove(system.Id);
            Skip(system.Entry);
        }
    }

    private void Skip(ResourceEntry entry)
    {
        if (_skipped.Add(entry.Id))
        {
            _warnings.Add(new Finding
            {
                Reason = Reason.NestedReferenceSkipped, Rule = "C4", Resource = entry.Id,
                Message = $"{entry.Id.Kind.Label()} {Printable.Text(entry.Id.Name)} is left out: the source holds it as a reference from {Printable.Text(entry.ReadMark()!.FirstProject)}",
                Remedy = "import it from there, or set nestedReferences: Include",
            });
        }
    }

    private void Warn(ClosureItem item, string message, string remedy) => _warnings.Add(new Finding
    {
        Reason = Reason.UnresolvedName, Rule = "C3", Resource = item.Id, Message = message, Remedy = remedy,
    });

    private static string Describe(ClosureItem item) => $"{item.Id.Kind.Label()} {Printable.Text(item.Id.Name)}";
}

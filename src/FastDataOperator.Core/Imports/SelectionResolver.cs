using System.IO.Enumeration;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports;

/// <summary>From the names and globs of a selection to the resources of a source (S1, S2, S3).</summary>
internal sealed class SelectionResolver(ProjectConfiguration source, string sourceName)
{
    /// <summary>How many names that nothing has are compared with all that there are; the rest are only said to be missing.</summary>
    public const int MostCompared = 50;

    private readonly Dictionary<ResourceId, Choice> _chosen = [];
    private readonly List<Finding> _problems = [];

    public IReadOnlyList<Finding> Problems => _problems;

    /// <returns>What is selected, with the mode that the selection gives it, if any.</returns>
    public IReadOnlyList<(ResourceEntry Entry, ImportMode? ImportAs)> Resolve(Selection selection)
    {
        if (selection.All)
        {
            foreach (var entry in source.AllEntries())
            {
                Choose(entry, null, isExact: false);
            }
        }

        foreach (var system in selection.SystemsOfRecord)
        {
            Select(system);
        }

        Select(ResourceKind.SingleView, selection.SingleViews);
        Select(ResourceKind.ErSchema, selection.ErSchemas);
        Select(ResourceKind.CastFunction, selection.CastFunctions);
        if (_chosen.Count == 0 && _problems.Count == 0)
        {
            _problems.Add(new Finding
            {
                Reason = Reason.EmptySelection, Rule = "S2", Message = selection.All ? $"the source {sourceName} holds nothing to select" : "the selection is empty",
                Remedy = "select at least one System of Record, Single View, ER schema or custom cast function, or all",
            });
        }

        return [.. _chosen.Values.Select(choice => (choice.Entry, choice.ImportAs))];
    }

    private void Select(SystemSelection selection)
    {
        var systems = Match(ResourceKind.SystemOfRecord, selection.Name, source.Entries(ResourceKind.SystemOfRecord));
        var isExact = !IsGlob(selection.Name);
        foreach (var system in systems)
        {
            Choose(system, selection.ImportAs, isExact);
        }

        var projections = systems.SelectMany(system => source.Projections(system.Id.Name, system.System!)).ToList();
        if (selection.Projections is null)
        {
            projections.ForEach(projection => Choose(projection, selection.ImportAs, isExact: false));
            return;
        }

        if (selection.Projections.Count == 0)
        {
            _problems.Add(new Finding
            {
                Reason = Reason.EmptySelection, Rule = "S2", Message = $"the selection of System of Record {Printable.Text(selection.Name)} lists no Projections",
                Remedy = "leave the list out for all of them, or name some",
            });
        }

        var byName = projections.ToLookup(projection => projection.Id.Name);
        foreach (var pattern in systems.Count == 0 ? [] : selection.Projections)
        {
            foreach (var projection in Match(ResourceKind.Projection, pattern, IsGlob(pattern) ? projections : byName[pattern], $" in System of Record {Printable.Text(selection.Name)}", projections))
            {
                Choose(projection, selection.ImportAs, !IsGlob(pattern));
            }
        }
    }

    private void Select(ResourceKind kind, IReadOnlyList<NamedSelection> selections)
    {
        foreach (var selection in selections)
        {
            foreach (var entry in Match(kind, selection.Name, source.Entries(kind)))
            {
                Choose(entry, selection.ImportAs, !IsGlob(selection.Name));
            }
        }
    }

    /// <param name="entries">Those to match a glob; of Projections, for an exact name those that have it.</param>
    /// <param name="all">Of Projections, all whose names may have been meant.</param>
    private List<ResourceEntry> Match(ResourceKind kind, string pattern, IEnumerable<ResourceEntry> entries, string where = "", IEnumerable<ResourceEntry>? all = null)
    {
        if (IsGlob(pattern))
        {
            var matches = entries.Where(entry => FileSystemName.MatchesSimpleExpression(pattern, entry.Id.Name, ignoreCase: false) && !entry.IsDefaultCastFunction()).ToList();
            if (matches.Count == 0)
            {
                NotFound(kind, pattern, $"no {kind.Label()} of the source {sourceName} matches \"{Printable.Text(pattern)}\"{where}", []);
            }

            return matches;
        }

        // An exact name is looked up; the names are only listed where it is not found.
        var found = kind == ResourceKind.Projection
            ? entries.ToList()
            : source.Find(new ResourceId(kind, pattern)) is { } entry ? [entry] : [];
        if (found.Count == 0)
        {
            NotFound(kind, pattern, $"the source {sourceName} has no {kind.Label()} \"{Printable.Text(pattern)}\"{where}", _problems.Count < MostCompared ? [.. (all ?? entries).Where(entry => !entry.IsDefaultCastFunction()).Select(entry => entry.Id.Name)] : []);
        }
        else if (found[0].IsDefaultCastFunction())
        {
            NotFound(kind, pattern, $"\"{Printable.Text(pattern)}\" is a default cast function, which every project brings itself", []);
            return [];
        }

        return found;
    }

    private void NotFound(ResourceKind kind, string pattern, string message, IReadOnlyList<string> known)
    {
        var nearest = NearestNames.Of(pattern, known);
        _problems.Add(new Finding
        {
            Reason = Reason.NotInSource, Rule = "S3", Resource = new ResourceId(kind, pattern), Message = message,
            Remedy = nearest.Count > 0 ? "did you mean " + string.Join(" or ", nearest.Select(name => Printable.Text(name))) + "?"
                : known.Count is > 0 and <= 10 ? "it has " + string.Join(", ", known.Select(name => Printable.Text(name))) : "correct or remove it from the selection",
        });
    }

    private void Choose(ResourceEntry entry, ImportMode? importAs, bool isExact)
    {
        if (!_chosen.TryGetValue(entry.Id, out var before) || (isExact && !before.IsExact))
        {
            _chosen[entry.Id] = new Choice(entry, importAs ?? before?.ImportAs, isExact);
        }
        else if (isExact == before.IsExact && importAs is { } mode)
        {
            Override(before, mode);
        }
    }

    /// <summary>Two entries for one System of Record with different modes are how single Projections get a mode; the System itself then takes
    /// the import's. Anything else cannot be both.</summary>
    private void Override(Choice before, ImportMode mode)
    {
        if (before.ImportAs is { } earlier && earlier != mode && before.Entry.Id.Kind != ResourceKind.SystemOfRecord)
        {
            _problems.Add(new Finding
            {
                Reason = Reason.ConflictingSelection, Rule = "M1", Resource = before.Entry.Id,
                Message = $"{before.Entry.Id.Kind.Label()} {Printable.Text(before.Entry.Id.Name)} is selected both as a reference and as a resource", Remedy = "keep one of the two",
            });
        }

        _chosen[before.Entry.Id] = before with { ImportAs = before.ImportAs is null || before.ImportAs == mode ? mode : null };
    }

    private static bool IsGlob(string pattern) => pattern.AsSpan().ContainsAny('*', '?');

    private sealed record Choice(ResourceEntry Entry, ImportMode? ImportAs, bool IsExact);
}

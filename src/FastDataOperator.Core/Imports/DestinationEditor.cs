using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports;

/// <summary>Turns what was decided into splices of the destination's file (F1).</summary>
internal sealed class DestinationEditor
{
    private readonly PlanDraft _draft;
    private readonly ReadOnlyMemory<byte> _file;
    private readonly FileStyle _style;
    private readonly ObjectEdit _root;
    private readonly List<Splice> _splices = [];
    private readonly ILookup<string, ImportItem> _projections;
    private readonly HashSet<string> _writtenSystems;

    private DestinationEditor(PlanDraft draft)
    {
        _draft = draft;
        _file = draft.Destination.File.Bytes;
        var root = draft.Destination.Layout.Root;
        _style = draft.Destination.Style;
        _projections = draft.Items.Where(item => item.Writes && item.Id.Kind == ResourceKind.Projection).ToLookup(item => item.Id.System!);
        _writtenSystems = draft.Items.Where(item => item.Writes && item.Id.Kind == ResourceKind.SystemOfRecord).Select(item => item.Id.Name).ToHashSet();
        _root = new ObjectEdit(_file, root, _style, _style.IndentationAt(root.Depth - 1));
    }

    public static ConfigurationEdit Edit(PlanDraft draft)
    {
        var editor = new DestinationEditor(draft);
        foreach (var kind in ResourceSections.InFileOrder)
        {
            editor.EditSection(kind);
        }

        editor._splices.AddRange(editor._root.Splices());
        var edit = new ConfigurationEdit(Splice.Apply(editor._file, editor._splices), editor._splices.Count);
        JsonReformatter.RequireSize(edit.Length);
        return edit;
    }

    private void EditSection(ResourceKind kind)
    {
        var written = _draft.Items.Where(item => item.Writes && item.Id.Kind == kind);
        if (_draft.Destination.Layout.Section(kind) is not { } table)
        {
            var indentation = (ReadOnlyMemory<byte>)(byte[])[.. _root.MemberIndentation.Span, .. _style.Indent.Span];
            var members = written.Select(item => (item.Id.Name, NewValue(item, indentation))).ToList();
            if (members.Count > 0)
            {
                _root.Insert(kind.Section(), ObjectEdit.NewObject(_style, _root.MemberIndentation, members));
            }

            return;
        }

        var section = new ObjectEdit(_file, table, _style, _root.MemberIndentation);
        foreach (var item in written)
        {
            if (item.Existing is null)
            {
                section.Insert(item.Id.Name, NewValue(item, section.MemberIndentation));
            }
            else if (item.Existing.System is { ProjectionsMember: >= 0 } system)
            {
                SpliceAround(item, system, section.MemberIndentation);
            }
            else
            {
                section.Replace(item.Existing.Index, NewValue(item, section.MemberIndentation));
            }
        }

        foreach (var entry in _draft.Pruned.Where(entry => entry.Id.Kind == kind))
        {
            section.Remove(entry.Index);
        }

        if (kind == ResourceKind.SystemOfRecord)
        {
            EditProjections(section);
        }

        _splices.AddRange(section.Splices());
    }

    /// <summary>A System's own members change; its Projections between them change or stay on their own.</summary>
    private void SpliceAround(ImportItem item, SystemMembers system, ReadOnlyMemory<byte> indentation)
    {
        var value = item.Existing!.Member;
        var projections = system.Own.Members[system.ProjectionsMember];
        var (before, after) = Text(item).AroundProjections(indentation);
        _splices.Add(new Splice(value.ValueStart, projections.ValueStart, before));
        _splices.Add(new Splice(projections.ValueEnd, value.ValueEnd, after));
    }

    /// <summary>Projections that come into, change in or leave Systems of Record that stay.</summary>
    private void EditProjections(ObjectEdit section)
    {
        var removedSystems = _draft.Pruned.Where(entry => entry.Id.Kind == ResourceKind.SystemOfRecord).Select(entry => entry.Id.Name).ToHashSet();
        var removed = _draft.Pruned.Where(entry => entry.Id.Kind == ResourceKind.Projection).ToLookup(entry => entry.Id.System!);
        foreach (var name in _projections.Concat<IGrouping<string, object>>(removed).Select(group => group.Key).Distinct().Where(name => !removedSystems.Contains(name)))
        {
            if (_draft.Destination.Find(new ResourceId(ResourceKind.SystemOfRecord, name))?.System is not { } system)
            {
                continue; // a new System, which brings them itself
            }

            var own = new ObjectEdit(_file, system.Own, _style, section.MemberIndentation);
            if (system.Projections is null)
            {
                AddProjections(own, name, _projections[name]);
                continue;
            }

            var projections = new ObjectEdit(_file, system.Projections, _style, own.MemberIndentation);
            foreach (var item in _projections[name])
            {
                var pieces = Text(item).Pieces(projections.MemberIndentation);
                if (item.Existing is null)
                {
                    projections.Insert(item.Id.Name, pieces);
                }
                else
                {
                    projections.Replace(item.Existing.Index, pieces);
                }
            }

            foreach (var entry in removed[name])
            {
                projections.Remove(entry.Index);
            }

            _splices.AddRange(projections.Splices());
        }
    }

    /// <summary>The first Projections of a System that stays as it is; one that is written anew brings them itself.</summary>
    private void AddProjections(ObjectEdit own, string system, IEnumerable<ImportItem> projections)
    {
        if (_writtenSystems.Contains(system))
        {
            return;
        }

        var indentation = (ReadOnlyMemory<byte>)(byte[])[.. own.MemberIndentation.Span, .. _style.Indent.Span];
        var members = projections.Select(item => (item.Id.Name, Text(item).Pieces(indentation)));
        own.Append(ResourceSections.Projections, ObjectEdit.NewObject(_style, own.MemberIndentation, members));
        _splices.AddRange(own.Splices());
    }

    private IReadOnlyList<ReadOnlyMemory<byte>> NewValue(ImportItem item, ReadOnlyMemory<byte> indentation) =>
        item.Id.Kind == ResourceKind.SystemOfRecord
            ? Text(item).WithProjections(indentation, [.. _projections[item.Id.Name].Select(Text)])
            : Text(item).Pieces(indentation);

    private ResourceText Text(ImportItem item) => new(item, _draft, _style);
}

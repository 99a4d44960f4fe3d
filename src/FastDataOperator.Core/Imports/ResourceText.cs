using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Imports.Rules;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports;

/// <summary>One resource as it is written into the destination: in the file's style, with the mark of a reference or without any (M2, M3).</summary>
internal sealed class ResourceText(ImportItem item, PlanDraft draft, FileStyle style)
{
    /// <summary>Stands in a list of pieces where the destination's own Projections stay.</summary>
    private static readonly ReadOnlyMemory<byte> Kept = "{}"u8.ToArray();

    public string Name => item.Id.Name;

    /// <summary>The value, in the destination's style.</summary>
    /// <param name="indentation">Of the line on which it starts.</param>
    public IReadOnlyList<ReadOnlyMemory<byte>> Pieces(ReadOnlyMemory<byte> indentation) => Compose(indentation, _ => null);

    /// <summary>A System of Record with these Projections and no others.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> WithProjections(ReadOnlyMemory<byte> indentation, IReadOnlyList<ResourceText> projections) =>
        Compose(indentation, inner => projections.Count == 0 ? null : ObjectEdit.NewObject(style, inner,
            projections.Select(projection => (projection.Name, projection.Pieces((byte[])[.. inner.Span, .. style.Indent.Span])))));

    /// <summary>A System of Record as what stands before and behind its Projections.</summary>
    public (IReadOnlyList<ReadOnlyMemory<byte>> Before, IReadOnlyList<ReadOnlyMemory<byte>> After) AroundProjections(ReadOnlyMemory<byte> indentation)
    {
        var pieces = Compose(indentation, _ => [Kept]);
        var kept = pieces.IndexOf(Kept);
        return (pieces[..kept], pieces[(kept + 1)..]);
    }

    private List<ReadOnlyMemory<byte>> Compose(
        ReadOnlyMemory<byte> indentation, Func<ReadOnlyMemory<byte>, IReadOnlyList<ReadOnlyMemory<byte>>?> projections)
    {
        // Always laid out anew, however the source is: an export's text and the source's own then give the same bytes (E3).
        var text = JsonReformatter.Format(item.Content, style, indentation);
        JsonReformatter.RequireSize(draft.BytesLaidOut += text.Length);
        var members = ObjectMembers.Of(text);
        var edit = new ObjectEdit(text, members, style, indentation);
        if (projections(edit.MemberIndentation) is { } value)
        {
            var index = members.Find(ResourceSections.Projections);
            if (index < 0)
            {
                edit.Append(ResourceSections.Projections, value);
            }
            else
            {
                edit.Replace(index, value);
            }
        }

        if (members.Find(ReferenceMark.MemberName) is >= 0 and var mark)
        {
            edit.Remove(mark);
        }

        if (item.ImportAs == ImportMode.Reference)
        {
            var written = MarkWriter.Write(Mark(), style, edit.MemberIndentation);
            ResultRules.RequireMark(item, written);
            edit.Append(ReferenceMark.MemberName, [written]);
        }

        return Splice.Apply(text, edit.Splices());
    }

    private ReferenceMark Mark()
    {
        var origin = draft.Source.Origin;
        return new ReferenceMark
        {
            Project = origin.Project,
            Branch = origin.Branch,
            ExportedAt = MarkWriter.Time(origin.ExportedAt),
            Repository = origin.Repository,
            Commit = origin.Commit,
            Name = item.Source.Id.Name,
            Import = draft.Request.Name,
            Digest = item.Digest,
            Origin = item.Origin,
        };
    }
}

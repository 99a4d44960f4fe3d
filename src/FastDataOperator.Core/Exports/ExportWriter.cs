using System.Buffers;
using System.Text;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Imports.Rules;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Exports;

/// <summary>Writes export files: metadata and the closure of a selection, in the sections and the style of a project configuration (E1, E3).</summary>
public static class ExportWriter
{
    private static readonly FileStyle Style = FileStyle.Console;

    public static ExportResult Write(ExportRequest request, SourceProject source)
    {
        try
        {
            var resolver = new SelectionResolver(source.Configuration, source.Origin.Project);
            var selected = resolver.Resolve(request.Selection);
            if (resolver.Problems.Count > 0)
            {
                return new ExportResult.Refused(resolver.Problems);
            }

            var closure = Closure.Of(source.Configuration, selected, NestedReferencePolicy.Include);
            var added = closure.Items.Where(item => !item.IsSelected).Select(item => new ExportedDependency(item.Id, item.NeededBy)).ToList();
            return request.Dependencies == DependencyPolicy.Fail && SelectionRules.NotSelected(closure).Any()
                ? new ExportResult.DependenciesNeeded(added)
                : new ExportResult.Written(Bytes(request, source, closure), [.. closure.Items.Select(item => item.Id)], added, closure.Warnings);
        }
        catch (RefusalException refusal)
        {
            return new ExportResult.Refused([refusal.Finding]);
        }
    }

    private static byte[] Bytes(ExportRequest request, SourceProject source, Closure closure)
    {
        var indentation = Style.IndentationAt(0);
        long size = 0;
        var projections = closure.Items.Where(item => item.Id.Kind == ResourceKind.Projection).ToLookup(item => item.Id.System!);
        List<(string Name, IReadOnlyList<ReadOnlyMemory<byte>> Value)> members = [(ExportMetadata.Member, Metadata(request, source, indentation))];
        foreach (var kind in ResourceSections.InFileOrder)
        {
            var items = closure.Items.Where(item => item.Id.Kind == kind).Concat(kind == ResourceKind.CastFunction ? closure.DefaultCastFunctions : []);
            members.Add((kind.Section(), ObjectEdit.NewObject(Style, indentation, items.Select(item => (item.Id.Name, (IReadOnlyList<ReadOnlyMemory<byte>>)Counted(Value(item, projections[item.Id.Name])))))));
        }

        var pieces = ObjectEdit.NewObject(Style, default, members, sorted: false);
        return new ConfigurationEdit(pieces, 0).ToArray();

        List<ReadOnlyMemory<byte>> Counted(List<ReadOnlyMemory<byte>> value)
        {
            JsonReformatter.RequireSize(size += value.Sum(piece => (long)piece.Length));
            return value;
        }
    }

    private static List<ReadOnlyMemory<byte>> Value(ClosureItem item, IEnumerable<ClosureItem> projections)
    {
        var indentation = Style.IndentationAt(1);
        if (item.Id.Kind != ResourceKind.SystemOfRecord)
        {
            return [JsonReformatter.Format(item.Entry.Value, Style, indentation)];
        }

        var text = JsonReformatter.Format(SystemShell.Of(item.Entry), Style, indentation);
        var members = ObjectMembers.Of(text);
        var edit = new ObjectEdit(text, members, Style, indentation);
        var inside = Style.IndentationAt(3);
        var inner = projections
            .Select(other => (other.Id.Name, (IReadOnlyList<ReadOnlyMemory<byte>>)[JsonReformatter.Format(other.Entry.Value, Style, inside)]));
        var value = ObjectEdit.NewObject(Style, Style.IndentationAt(2), inner);
        if (members.Find(ResourceSections.Projections) is >= 0 and var index)
        {
            edit.Replace(index, value);
        }

        return Splice.Apply(text, edit.Splices());
    }

    private static List<ReadOnlyMemory<byte>> Metadata(ExportRequest request, SourceProject source, ReadOnlyMemory<byte> indentation)
    {
        List<(string Name, IReadOnlyList<ReadOnlyMemory<byte>> Value)> members = [("formatVersion", [Encoding.ASCII.GetBytes(ExportMetadata.FormatVersion.ToString(System.Globalization.CultureInfo.InvariantCulture))])];
        Add("project", source.Origin.Project);
        Add("branch", source.Origin.Branch);
        Add("exportedAt", MarkWriter.Time(request.ExportedAt));
        Add("committedAt", MarkWriter.Time(source.Origin.ExportedAt));
        Add("repository", source.Origin.Repository);
        Add("commit", source.Origin.Commit);
        Add("configurationVersion", source.Configuration.Version);
        return ObjectEdit.NewObject(Style, indentation, members, sorted: false);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                var text = new ArrayBufferWriter<byte>(value.Length + 8);
                JsonText.WriteString(text, value);
                members.Add((name, [text.WrittenMemory]));
            }
        }
    }
}

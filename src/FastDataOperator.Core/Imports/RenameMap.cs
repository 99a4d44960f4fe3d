using System.Diagnostics;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports;

/// <summary>The new names of one import, and what follows them: every mention inside the imported set, all at once, so that two names can
/// change places (R1).</summary>
internal sealed class RenameMap
{
    private readonly Dictionary<(ResourceKind Kind, string Name), string> _names;

    public RenameMap(IEnumerable<Rename> renames) => _names = renames.ToDictionary(rename => (rename.Kind, rename.From), rename => rename.To);

    public string NameOf(ResourceKind kind, string name) => _names.GetValueOrDefault((kind, name), name);

    /// <returns>The content with its mentions renamed; the same memory where there is nothing to rename.</returns>
    public ReadOnlyMemory<byte> Rewrite(ReadOnlyMemory<byte> content, ResourceId resource)
    {
        if (_names.Count == 0)
        {
            return content;
        }

        List<Splice> splices = [];
        foreach (var mention in MentionScanner.Scan(content.Span, resource.Kind, out _))
        {
            var name = mention.Name(content.Span);
            var renamed = NameOf(mention.Target, name, resource);
            if (renamed != name)
            {
                var text = new System.Buffers.ArrayBufferWriter<byte>(renamed.Length + 2);
                JsonText.WriteString(text, renamed);
                splices.Add(new Splice(mention.Start, mention.End, [text.WrittenMemory]));
            }
        }

        return splices.Count == 0 ? content : new ConfigurationEdit(Splice.Apply(content, splices), splices.Count).ToArray();
    }

    /// <summary>What a mention becomes.</summary>
    /// <param name="target">What it names.</param>
    /// <param name="name">As the source writes it.</param>
    /// <param name="resource">The resource that it stands in.</param>
    public string NameOf(MentionTarget target, string name, ResourceId resource) => target switch
    {
        MentionTarget.CastFunction => NameOf(ResourceKind.CastFunction, name),
        MentionTarget.SystemOfRecord => NameOf(ResourceKind.SystemOfRecord, name),
        MentionTarget.Projection => NameOf(ResourceKind.Projection, name),
        MentionTarget.SingleView => NameOf(ResourceKind.SingleView, name),
        MentionTarget.ErSchema => NameOf(ResourceKind.ErSchema, name),
        MentionTarget.Collection => _names.TryGetValue((ResourceKind.Projection, name), out var projection) ? projection : NameOf(ResourceKind.SingleView, name),
        MentionTarget.Own => name == resource.Name ? NameOf(resource.Kind, name) : name,
        _ => throw new UnreachableException(),
    };
}

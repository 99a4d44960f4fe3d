using System.Text.Json;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Provenance;

namespace FastDataOperator.Core.Resources;

/// <summary>One resource where it stands in a configuration.</summary>
internal sealed record ResourceEntry(ProjectConfiguration Configuration, ResourceId Id, MemberTable Container, int Index, SystemMembers? System = null)
{
    public Member Member => Container.Members[Index];

    /// <summary>The whole value, mark included, and for a System of Record its Projections too.</summary>
    public ReadOnlyMemory<byte> Value => Configuration.File.Bytes[Member.ValueStart..Member.ValueEnd];

    public bool IsReference => Member.IsReference;

    public FileLocation Location => TextPosition.Of(Configuration.File, Member.NameStart);

    /// <summary>Whether this is a cast function that the product brings along, which is no resource (C1).</summary>
    public bool IsDefaultCastFunction()
    {
        if (Id.Kind != ResourceKind.CastFunction)
        {
            return false;
        }

        var json = new Utf8JsonReader(Value.Span, new JsonReaderOptions { MaxDepth = 1000 });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isType = JsonText.Means(json, "type"u8);
            json.Read();
            if (isType)
            {
                return json.TokenType == JsonTokenType.String && JsonText.Means(json, "default"u8);
            }

            json.Skip();
        }

        return false;
    }

    /// <summary>The mark, or <see langword="null"/> where the resource is no reference.</summary>
    /// <exception cref="RefusalException">The mark has an unexpected shape (F3).</exception>
    public ReferenceMark? ReadMark() => IsReference ? MarkReader.Read(this) : null;
}

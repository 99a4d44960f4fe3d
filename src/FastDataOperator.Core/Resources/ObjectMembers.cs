using System.Text.Json;
using FastDataOperator.Core.Configuration;

namespace FastDataOperator.Core.Resources;

/// <summary>The members directly inside a resource's value, found by a pass of its own.</summary>
internal static class ObjectMembers
{
    /// <param name="value">One JSON object.</param>
    public static MemberTable Of(ReadOnlyMemory<byte> value)
    {
        var table = new MemberTable(value, 0, 0);
        using var members = new MemberStack();
        var json = new Utf8JsonReader(value.Span, new JsonReaderOptions { MaxDepth = 1000 });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var nameStart = (int)json.TokenStartIndex;
            var nameEnd = nameStart + json.ValueSpan.Length + 2;
            json.Read();
            var valueStart = (int)json.TokenStartIndex;
            json.Skip();
            members.Push(new Member(nameStart, nameEnd, valueStart, (int)json.BytesConsumed, 0));
        }

        table.End = (int)json.BytesConsumed;
        table.Fill(members.PopFrom(0));
        return table;
    }
}

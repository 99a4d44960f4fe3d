using System.Buffers;
using System.Text.Json;
using FastDataOperator.Core.Configuration;

namespace FastDataOperator.Core.Provenance;

/// <summary>The canonical form of a JSON value (RFC 8785), written in one pass over its tokens: each object's members are put down as they come
/// and then, where they are out of order, rearranged in place. Written here because the libraries that exist build a tree first.</summary>
internal sealed class CanonicalJson : IComparer<CanonicalJson.WrittenMember>
{
    private const int MostInsertions = 32;

    private readonly GrowingBuffer _output = new();
    private readonly GrowingBuffer _names = new();
    private readonly GrowingBuffer _rearranged = new();
    private WrittenMember[] _members = new WrittenMember[64];
    private int _memberCount;

    /// <returns>Valid until the next call.</returns>
    /// <exception cref="FormatException">The value has no canonical form.</exception>
    public ReadOnlySpan<byte> Write(ReadOnlyMemory<byte> value, bool withProjections)
    {
        _output.Length = _names.Length = _memberCount = 0;
        var json = new Utf8JsonReader(value.Span, new JsonReaderOptions { MaxDepth = 1000 });
        try
        {
            json.Read();
            WriteValue(ref json, withProjections, isResource: true);
        }
        catch (InvalidOperationException fault)
        {
            throw new FormatException("a string holds an escape for half a surrogate pair", fault);
        }

        return _output.Written;
    }

    int IComparer<WrittenMember>.Compare(WrittenMember left, WrittenMember right) => CompareNames(Name(left), Name(right));

    private void WriteValue(ref Utf8JsonReader json, bool withProjections, bool isResource)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject:
                WriteObject(ref json, withProjections, isResource);
                break;
            case JsonTokenType.StartArray:
                _output.Append("["u8);
                for (var first = true; json.Read() && json.TokenType != JsonTokenType.EndArray; first = false)
                {
                    if (!first)
                    {
                        _output.Append(","u8);
                    }

                    WriteValue(ref json, withProjections: true, isResource: false);
                }

                _output.Append("]"u8);
                break;
            case JsonTokenType.String when json.ValueIsEscaped:
                var characters = ArrayPool<byte>.Shared.Rent(json.ValueSpan.Length);
                JsonText.WriteString(_output, characters.AsSpan(0, json.CopyString(characters)));
                ArrayPool<byte>.Shared.Return(characters);
                break;
            case JsonTokenType.String:
                _output.Append("\""u8);
                _output.Append(json.ValueSpan);
                _output.Append("\""u8);
                break;
            case JsonTokenType.Number:
                CanonicalNumber.Write(_output, json.ValueSpan);
                break;
            default:
                _output.Append(json.ValueSpan);
                break;
        }
    }

    private void WriteObject(ref Utf8JsonReader json, bool withProjections, bool isResource)
    {
        var firstMember = _memberCount;
        var namesBefore = _names.Length;
        _output.Append("{"u8);
        var start = _output.Length;
        var sorted = true;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (isResource && (json.ValueTextEquals("importedFrom"u8) || (!withProjections && json.ValueTextEquals("projections"u8))))
            {
                json.Read();
                json.Skip();
                continue;
            }

            var member = WriteName(ref json);
            json.Read();
            WriteValue(ref json, withProjections: true, isResource: false);
            _output.Append(","u8);
            Add(member with { End = _output.Length });
            if (_memberCount - firstMember > 1)
            {
                var order = CompareNames(Name(_members[_memberCount - 2]), Name(_members[_memberCount - 1]));
                sorted &= order < 0;
            }
        }

        if (!sorted)
        {
            Rearrange(firstMember, start);
        }

        if (_memberCount > firstMember)
        {
            _output.Length--; // the comma behind the last member
        }

        _output.Append("}"u8);
        _memberCount = firstMember;
        _names.Length = namesBefore;
    }

    private WrittenMember WriteName(ref Utf8JsonReader json)
    {
        var nameStart = _names.Length;
        if (json.ValueIsEscaped)
        {
            _names.Advance(json.CopyString(_names.GetSpan(json.ValueSpan.Length)));
        }
        else
        {
            _names.Append(json.ValueSpan);
        }

        var member = new WrittenMember(nameStart, _names.Length, _output.Length, 0);
        if (json.ValueIsEscaped)
        {
            JsonText.WriteString(_output, _names.Written[nameStart..]);
            _output.Append(":"u8);
        }
        else
        {
            _output.Append("\""u8);
            _output.Append(json.ValueSpan);
            _output.Append("\":"u8);
        }

        return member;
    }

    private void Rearrange(int firstMember, int start)
    {
        Sort(firstMember);
        _rearranged.Length = 0;
        for (var index = firstMember; index < _memberCount; index++)
        {
            if (index > firstMember && CompareNames(Name(_members[index - 1]), Name(_members[index])) == 0)
            {
                throw new FormatException("the name \"" + System.Text.Encoding.UTF8.GetString(Name(_members[index])) + "\" stands twice in one object");
            }

            _rearranged.Append(_output.Written[_members[index].Start.._members[index].End]);
        }

        _rearranged.Written.CopyTo(_output.Written[start..]);
    }

    /// <summary>Most objects have few members: those are sorted by insertion, which allocates nothing.</summary>
    private void Sort(int firstMember)
    {
        if (_memberCount - firstMember > MostInsertions)
        {
            Array.Sort(_members, firstMember, _memberCount - firstMember, this);
            return;
        }

        for (var next = firstMember + 1; next < _memberCount; next++)
        {
            var member = _members[next];
            var place = next;
            for (; place > firstMember && CompareNames(Name(_members[place - 1]), Name(member)) > 0; place--)
            {
                _members[place] = _members[place - 1];
            }

            _members[place] = member;
        }
    }

    private void Add(WrittenMember member)
    {
        if (_memberCount == _members.Length)
        {
            Array.Resize(ref _members, _members.Length * 2);
        }

        _members[_memberCount++] = member;
    }

    private ReadOnlySpan<byte> Name(WrittenMember member) => _names.Written[member.NameStart..member.NameEnd];

    /// <summary>Orders names by their UTF-16 code units (RFC 8785, 3.2.3). UTF-8 orders alike but for characters beyond U+FFFF, whose
    /// surrogates sort before U+E000.</summary>
    private static int CompareNames(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var same = left.CommonPrefixLength(right);
        if (same == left.Length || same == right.Length)
        {
            return left.Length - right.Length;
        }

        return Rank(left[same]) - Rank(right[same]);

        static int Rank(byte lead) => lead is 0xEE or 0xEF ? lead + 0x10 : lead;
    }

    /// <summary>A member as it stands in the output, with the comma behind it, and its name's place among the names.</summary>
    internal readonly record struct WrittenMember(int NameStart, int NameEnd, int Start, int End);
}

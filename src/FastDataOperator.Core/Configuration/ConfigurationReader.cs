using System.Text;
using System.Text.Json;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Configuration;

/// <summary>One forward pass over a file that validates all of it and records where each resource lies. Builds no tree.</summary>
internal ref struct ConfigurationReader
{
    private readonly ConfigurationFile _file;
    private readonly int _start;
    private readonly MemberStack _members;
    private Utf8JsonReader _json;

    private ConfigurationReader(ConfigurationFile file, int start, int maxDepth, MemberStack members)
    {
        _members = members;
        _file = file;
        _start = start;
        _json = new Utf8JsonReader(file.Bytes.Span[start..], new JsonReaderOptions { MaxDepth = maxDepth });
    }

    /// <param name="file">Valid UTF-8, as <see cref="EncodingCheck"/> assures.</param>
    /// <param name="start">The length of a byte-order mark.</param>
    /// <param name="maxDepth">Levels of nesting that are accepted.</param>
    /// <param name="composite">For a composite file, where its top-level members lie; otherwise <see langword="null"/>.</param>
    /// <exception cref="RefusalException">Anything F3 names.</exception>
    public static ConfigurationLayout Read(ConfigurationFile file, int start, int maxDepth, out MemberTable? composite)
    {
        using var members = new MemberStack();
        var reader = new ConfigurationReader(file, start, maxDepth, members);
        try
        {
            return reader.ReadDocument(out composite);
        }
        catch (JsonException fault)
        {
            throw JsonFault.Of(fault, reader._json, file, start, maxDepth);
        }
    }

    private readonly int TokenStart => _start + (int)_json.TokenStartIndex;

    private readonly int Position => _start + (int)_json.BytesConsumed;

    private ConfigurationLayout ReadDocument(out MemberTable? composite)
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            throw Refuse(Reason.NotAConfiguration, TokenStart, $"the file holds {Describe(_json.TokenType)}, not an object",
                "give a project configuration, a composite file or an export file");
        }

        var layout = ReadRoot(depth: 0, out var nested);
        composite = nested is null ? null : layout.Root;
        _json.Read(); // anything behind the object is a fault of its own
        if (nested is not null && layout.HasSections)
        {
            throw Refuse(Reason.UnexpectedShape, layout.Root.Start,
                "the file has sections of its own beside \"fastDataConfig\"", "keep them in one of the two places");
        }

        return nested ?? layout;
    }

    private ConfigurationLayout ReadRoot(int depth, out ConfigurationLayout? nested)
    {
        nested = null;
        var root = new MemberTable(_file.Bytes, TokenStart, depth);
        var layout = new ConfigurationLayout { Root = root };
        var first = _members.Count;
        while (NextMember(out var nameStart, out var nameEnd))
        {
            var kind = SectionKind();
            var isVersion = JsonText.Means(_json, "version"u8);
            var isUpdatedAt = JsonText.Means(_json, "updatedAt"u8);
            var isMetadata = JsonText.Means(_json, "metadata"u8);
            var isNested = depth == 0 && JsonText.Means(_json, "fastDataConfig"u8);
            _json.Read();
            var valueStart = TokenStart;
            if (kind is { } section)
            {
                if (layout.Section(section) is not null)
                {
                    throw Duplicate(nameStart, nameEnd);
                }

                layout.SetSection(section, section == ResourceKind.SystemOfRecord ? ReadSystems(layout, depth + 1) : ReadResources(section.Section(), depth + 1));
            }
            else if (isNested)
            {
                RequireObject("fastDataConfig");
                nested = ReadRoot(depth + 1, out _);
            }
            else
            {
                _json.Skip();
                var range = (valueStart, Position);
                if (isVersion)
                {
                    layout.Version = range;
                }
                else if (isUpdatedAt)
                {
                    layout.UpdatedAt = range;
                }
                else if (isMetadata)
                {
                    layout.Metadata = range;
                }
            }

            _members.Push(new Member(nameStart, nameEnd, valueStart, Position, 0));
        }

        Close(root, first);
        return layout;
    }

    private MemberTable ReadSystems(ConfigurationLayout layout, int depth)
    {
        RequireObject(ResourceKind.SystemOfRecord.Section());
        var table = new MemberTable(_file.Bytes, TokenStart, depth);
        var first = _members.Count;
        while (NextMember(out var nameStart, out var nameEnd))
        {
            _json.Read();
            var valueStart = TokenStart;
            RequireObject("a System of Record");
            var system = ReadSystem(depth + 1, out var mark);
            layout.Systems.Add(system);
            _members.Push(new Member(nameStart, nameEnd, valueStart, Position, mark));
        }

        Close(table, first);
        return table;
    }

    private SystemMembers ReadSystem(int depth, out int mark)
    {
        mark = 0;
        var own = new MemberTable(_file.Bytes, TokenStart, depth);
        var first = _members.Count;
        MemberTable? projections = null;
        var projectionsMember = -1;
        while (NextMember(out var nameStart, out var nameEnd))
        {
            var isProjections = JsonText.Means(_json, "projections"u8);
            if (JsonText.Means(_json, "importedFrom"u8))
            {
                mark = nameStart;
            }

            _json.Read();
            var valueStart = TokenStart;
            if (isProjections)
            {
                projectionsMember = _members.Count - first;
                projections = ReadResources(ResourceSections.Projections, depth + 1);
            }
            else
            {
                _json.Skip();
            }

            _members.Push(new Member(nameStart, nameEnd, valueStart, Position, 0));
        }

        Close(own, first);
        return new SystemMembers(own, projectionsMember, projections);
    }

    private MemberTable ReadResources(string section, int depth)
    {
        RequireObject(section);
        var table = new MemberTable(_file.Bytes, TokenStart, depth);
        var first = _members.Count;
        while (NextMember(out var nameStart, out var nameEnd))
        {
            _json.Read();
            var valueStart = TokenStart;
            RequireObject("a resource in ", section);
            var mark = 0;
            while (NextMember(out var innerStart, out var innerEnd, isKey: false))
            {
                if (JsonText.Means(_json, "importedFrom"u8))
                {
                    mark = mark == 0 ? innerStart : throw Duplicate(innerStart, innerEnd);
                }

                _json.Read();
                _json.Skip();
            }

            _members.Push(new Member(nameStart, nameEnd, valueStart, Position, mark));
        }

        Close(table, first);
        return table;
    }

    /// <param name="isKey">Whether the name is one that resources are found by, which must be text.</param>
    private bool NextMember(out int nameStart, out int nameEnd, bool isKey = true)
    {
        _json.Read();
        nameStart = TokenStart;
        nameEnd = Position;
        if (_json.TokenType != JsonTokenType.PropertyName)
        {
            return false;
        }

        // The reader's position is behind the colon; the name ends where its own text does.
        nameEnd = nameStart + _json.ValueSpan.Length + 2;
        return !isKey || JsonText.IsText(_json) ? true
            : throw Refuse(Reason.InvalidEncoding, nameStart, "the name holds an escape for half a surrogate pair", "write the whole character");
    }

    private readonly ResourceKind? SectionKind() =>
        JsonText.Means(_json, "systems"u8) ? ResourceKind.SystemOfRecord
        : JsonText.Means(_json, "castFunctions"u8) ? ResourceKind.CastFunction
        : JsonText.Means(_json, "singleViews"u8) ? ResourceKind.SingleView
        : JsonText.Means(_json, "erSchemas"u8) ? ResourceKind.ErSchema
        : null;

    private readonly void Close(MemberTable table, int first)
    {
        table.End = Position;
        var duplicate = table.Fill(_members.PopFrom(first));
        if (duplicate >= 0)
        {
            throw Duplicate(table.Members[duplicate].NameStart, table.Members[duplicate].NameEnd);
        }
    }

    private readonly void RequireObject(string what, string? section = null)
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            throw Refuse(Reason.UnexpectedShape, TokenStart, $"{(section is not null ? $"{what}\"{section}\"" : what.Contains(' ', StringComparison.Ordinal) ? what : $"\"{what}\"")} is {Describe(_json.TokenType)}, not an object",
                "restore the file from the last version that the Console saved");
        }
    }

    private readonly RefusalException Duplicate(int nameStart, int nameEnd) =>
        Refuse(Reason.DuplicateKey, nameStart, $"the name {Printable.Text(Encoding.UTF8.GetString(_file.Bytes.Span[nameStart..Math.Min(nameEnd, nameStart + 500)]))} stands twice in one object",
            "remove or rename one of the two");

    private readonly RefusalException Refuse(Reason reason, int offset, string message, string? remedy = null) => new(new Finding
    {
        Reason = reason, Rule = "F3", Message = message, Remedy = remedy, Location = TextPosition.Of(_file, offset),
    });

    private static string Describe(JsonTokenType token) => token switch
    {
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        JsonTokenType.Null => "null",
        _ => token.ToString(),
    };
}

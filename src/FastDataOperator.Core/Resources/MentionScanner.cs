using System.Text.Json;
using FastDataOperator.Core.Configuration;

namespace FastDataOperator.Core.Resources;

/// <summary>Finds every place where a resource's content names a resource: the one definition of what a closure follows (C1, C2) and a rename
/// rewrites (R1). Free text, function source and field names are none.</summary>
internal ref struct MentionScanner
{
    private readonly ResourceKind _kind;
    private readonly List<Mention> _mentions = [];
    private Utf8JsonReader _json;
    private bool _understoodSchema;

    private MentionScanner(ReadOnlySpan<byte> value, ResourceKind kind)
    {
        _kind = kind;
        _json = new Utf8JsonReader(value, new JsonReaderOptions { MaxDepth = 1000 });
    }

    /// <param name="value">The resource's value. The Projections of a System of Record and the mark are passed over.</param>
    /// <param name="kind">The resource's kind.</param>
    /// <param name="understood">False for an ER schema in which no <c>config</c> with <c>outgoing</c> was found: what it needs is unknown.</param>
    public static List<Mention> Scan(ReadOnlySpan<byte> value, ResourceKind kind, out bool understood)
    {
        var scanner = new MentionScanner(value, kind);
        scanner._json.Read();
        scanner.ScanResource();
        understood = kind != ResourceKind.ErSchema || scanner._understoodSchema;
        return scanner._mentions;
    }

    /// <summary>How resources of a kind are named where the mention says which kind it means.</summary>
    public static MentionTarget TargetOf(ResourceKind kind) => kind switch
    {
        ResourceKind.CastFunction => MentionTarget.CastFunction,
        ResourceKind.SystemOfRecord => MentionTarget.SystemOfRecord,
        ResourceKind.Projection => MentionTarget.Projection,
        ResourceKind.SingleView => MentionTarget.SingleView,
        ResourceKind.ErSchema => MentionTarget.ErSchema,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private readonly int Start => (int)_json.TokenStartIndex;

    private void ScanResource()
    {
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (JsonText.Means(_json, "importedFrom"u8) || (_kind == ResourceKind.SystemOfRecord && JsonText.Means(_json, "projections"u8)))
            {
                _json.Read();
                _json.Skip();
                continue;
            }

            var isOwnName = JsonText.Means(_json, "name"u8) || JsonText.Means(_json, "id"u8);
            var isConfig = _kind == ResourceKind.ErSchema && JsonText.Means(_json, "config"u8);
            var target = Target();
            _json.Read();
            if (isOwnName && _json.TokenType == JsonTokenType.String)
            {
                Add(MentionTarget.Own);
            }
            else if (isConfig && _json.TokenType == JsonTokenType.StartObject)
            {
                ScanSchema();
            }
            else
            {
                ScanValue(target, schemaLevel: _kind == ResourceKind.ErSchema);
            }
        }
    }

    /// <param name="target">What a string here names, if anything.</param>
    /// <param name="schemaLevel">Whether an object here may be the one that holds an ER schema's <c>config</c>.</param>
    private void ScanValue(MentionTarget? target, bool schemaLevel)
    {
        switch (_json.TokenType)
        {
            case JsonTokenType.String when target is { } named:
                Add(named);
                break;
            case JsonTokenType.StartArray:
                while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
                {
                    ScanValue(null, schemaLevel: false);
                }

                break;
            case JsonTokenType.StartObject:
                while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
                {
                    var isConfig = schemaLevel && JsonText.Means(_json, "config"u8);
                    var inner = Target();
                    _json.Read();
                    if (isConfig && _json.TokenType == JsonTokenType.StartObject)
                    {
                        ScanSchema();
                    }
                    else
                    {
                        ScanValue(inner, schemaLevel: false);
                    }
                }

                break;
            default:
                break;
        }
    }

    /// <summary><c>{COLLECTION: {"outgoing": {RELATED: {…}}}}</c>: both sides are collections.</summary>
    private void ScanSchema()
    {
        var before = _mentions.Count;
        var isSchema = false;
        var isEmpty = true;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            isEmpty = false;
            AddName();
            _json.Read();
            if (_json.TokenType != JsonTokenType.StartObject)
            {
                _json.Skip();
                continue;
            }

            while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
            {
                var isOutgoing = JsonText.Means(_json, "outgoing"u8);
                _json.Read();
                if (!isOutgoing || _json.TokenType != JsonTokenType.StartObject)
                {
                    _json.Skip();
                    continue;
                }

                isSchema = true;
                while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
                {
                    AddName();
                    _json.Read();
                    _json.Skip();
                }
            }
        }

        if (isSchema || isEmpty)
        {
            _understoodSchema = true;
        }
        else
        {
            _mentions.RemoveRange(before, _mentions.Count - before);
        }
    }

    private readonly MentionTarget? Target() =>
        JsonText.Means(_json, "castFunctionId"u8) ? MentionTarget.CastFunction
        : JsonText.Means(_json, "systemId"u8) ? MentionTarget.SystemOfRecord
        : JsonText.Means(_json, "projectionId"u8) ? MentionTarget.Projection
        : JsonText.Means(_json, "singleViewId"u8) ? MentionTarget.SingleView
        : JsonText.Means(_json, "erSchemaId"u8) ? MentionTarget.ErSchema
        : null;

    private readonly void Add(MentionTarget target)
    {
        if (JsonText.IsText(_json)) // else it names nothing
        {
            _mentions.Add(new Mention(target, Start, Start + _json.ValueSpan.Length + 2));
        }
    }

    private readonly void AddName() => Add(MentionTarget.Collection);
}

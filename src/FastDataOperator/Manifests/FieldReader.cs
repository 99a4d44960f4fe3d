using FastDataOperator.Core.Findings;

namespace FastDataOperator.Manifests;

/// <summary>Reads one map of a manifest field by field. The names that are asked for are the names that exist: whatever the map holds beside
/// them is reported as unknown when the reading ends. A null counts as absent, as it does in Kubernetes.</summary>
internal sealed class FieldReader
{
    private static readonly string[] s_selected = ["all", "systemsOfRecord", "singleViews", "erSchemas", "castFunctions"];

    private readonly Dictionary<string, ManifestMember> _members;
    private readonly List<string> _known = [];
    private readonly FileLocation _location;
    private readonly string _path;
    private readonly ManifestProblems _problems;
    private readonly NodeValues _values;

    private FieldReader(ManifestNode.Map map, string path, ManifestProblems problems)
    {
        _members = map.Members.ToDictionary(member => member.Name, StringComparer.Ordinal);
        _location = map.Location;
        _path = path;
        _problems = problems;
        _values = new NodeValues(problems);
    }

    /// <summary>Reads a whole map and reports the fields that nobody asked for.</summary>
    public static T? Read<T>(ManifestNode node, string path, ManifestProblems problems, Func<FieldReader, T> read)
        where T : class
    {
        if (node is not ManifestNode.Map map)
        {
            new NodeValues(problems).WrongType(node, path, "a map");
            return null;
        }

        var fields = new FieldReader(map, path, problems);
        var value = read(fields);
        fields.ReportUnknown();
        return value;
    }

    /// <summary>Fields that exist, and that nothing here needs.</summary>
    public void Skip(params ReadOnlySpan<string> names) => _known.AddRange(names);

    public string? Text(string name) => Take(name) is { } node ? _values.Text(node, PathOf(name)) : null;

    /// <summary>An absent one is reported; what is returned then is not to be used.</summary>
    public string RequiredText(string name)
    {
        if (Take(name) is not { } node)
        {
            return Missing<string>(name, "a string");
        }

        var text = _values.Text(node, PathOf(name));
        if (text is { Length: 0 })
        {
            _problems.Add(Reason.InvalidValue, node.Location, $"{PathOf(name)}: is empty");
        }

        return text ?? "";
    }

    public bool? Flag(string name) => Take(name) is { } node ? _values.Flag(node, PathOf(name)) : null;

    public long? Number(string name) => Take(name) is { } node ? _values.Number(node, PathOf(name)) : null;

    public TimeSpan? Duration(string name) => Take(name) is { } node ? _values.Duration(node, PathOf(name)) : null;

    /// <summary>For a choice of which the empty string means none.</summary>
    public FieldReader EmptyAsAbsent(string name)
    {
        if (_members.TryGetValue(name, out var member) && member.Value is ManifestNode.Text { Value: "" } text)
        {
            _members[name] = member with { Value = text with { Plain = true } };
        }

        return this;
    }

    public T? Choice<T>(string name)
        where T : struct, Enum => Take(name) is { } node ? _values.Choice<T>(node, PathOf(name)) : null;

    public T RequiredChoice<T>(string name)
        where T : struct, Enum
    {
        if (Take(name) is { } node)
        {
            return _values.Choice<T>(node, PathOf(name)) ?? default;
        }

        Missing<string>(name, string.Join(", ", Enum.GetNames<T>()));
        return default;
    }

    public T? Map<T>(string name, Func<FieldReader, T> read)
        where T : class => Take(name) is { } node ? Read(node, PathOf(name), _problems, read) : null;

    /// <summary>An absent one is reported; what is returned then is not to be used.</summary>
    public T RequiredMap<T>(string name, Func<FieldReader, T> read)
        where T : class => Take(name) is { } node ? Read(node, PathOf(name), _problems, read)! : Missing<T>(name, "a map");

    public IReadOnlyList<T> Maps<T>(string name, Func<FieldReader, T> read)
        where T : class => [.. Items(name).Select((item, at) => ReadItem(item, $"{PathOf(name)}[{at}]", read)).OfType<T>()];

    public IReadOnlyList<string> Texts(string name) => [.. Items(name).Select((item, at) => _values.Text(item, $"{PathOf(name)}[{at}]")).OfType<string>()];

    /// <summary>Keeps apart a list that is absent and one that is empty.</summary>
    public IReadOnlyList<string>? OptionalTexts(string name) =>
        _members.TryGetValue(name, out var member) && !NodeValues.IsNull(member.Value) ? Texts(name) : Skipped(name);

    public IReadOnlyDictionary<string, string> TextMap(string name)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (member, text, _) in TextMembers(name))
        {
            texts[member] = text;
        }

        return texts;
    }

    /// <summary>The members of a map of texts, each with the place of its name.</summary>
    public IReadOnlyList<(string Name, string Text, FileLocation Location)> TextMembers(string name)
    {
        var texts = new List<(string Name, string Text, FileLocation Location)>();
        if (Take(name) is not { } node)
        {
            return texts;
        }

        if (node is not ManifestNode.Map map)
        {
            _values.WrongType(node, PathOf(name), "a map");
            return texts;
        }

        foreach (var member in map.Members)
        {
            if (_values.Text(member.Value, $"{PathOf(name)}.{Quoted.Line(member.Name)}") is { } text)
            {
                texts.Add((member.Name, text, member.Location));
            }
        }

        return texts;
    }

    /// <summary>A bare name where a map with that name belongs is the likeliest slip.</summary>
    private T? ReadItem<T>(ManifestNode item, string path, Func<FieldReader, T> read)
        where T : class
    {
        if (item is not ManifestNode.Text { Value.Length: > 0 } text)
        {
            return Read(item, path, _problems, read);
        }

        _values.WrongType(item, path, "a map", $"write {{ name: {Quoted.Line(text.Value)} }}");
        return null;
    }

    private List<string>? Skipped(string name)
    {
        _known.Add(name);
        return null;
    }

    private ManifestNode? Take(string name)
    {
        _known.Add(name);
        return _members.TryGetValue(name, out var member) && !NodeValues.IsNull(member.Value) ? member.Value : null;
    }

    private IReadOnlyList<ManifestNode> Items(string name)
    {
        switch (Take(name))
        {
            case null:
                return [];
            case ManifestNode.List list:
                return list.Items;
            case var other:
                _values.WrongType(other, PathOf(name), "a list");
                return [];
        }
    }

    private T Missing<T>(string name, string wanted)
        where T : class
    {
        _problems.Add(Reason.MissingField, _location, $"{PathOf(name)}: is missing", $"it is required: {wanted}");
        return null!;
    }

    private void ReportUnknown()
    {
        foreach (var member in _members.Values)
        {
            if (_known.Contains(member.Name))
            {
                continue;
            }

            var near = NearestNames.Of(member.Name, _known, most: 1);
            _problems.Add(
                Reason.UnknownField,
                member.Location,
                $"{PathOf(Quoted.Line(member.Name))}: no such field",
                _path == "spec" && s_selected.Contains(member.Name) ? "it belongs under select" : near is [var nearest] ? $"did you mean {nearest}?" : $"the fields here are {string.Join(", ", _known)}");
        }
    }

    private string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";
}

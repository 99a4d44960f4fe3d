using System.Globalization;
using FastDataOperator.Core.Findings;

namespace FastDataOperator.Manifests;

/// <summary>Reads one map of a manifest field by field. The names that are asked for are the names that exist: whatever the map holds beside
/// them is reported as unknown when the reading ends. A null counts as absent, as it does in Kubernetes.</summary>
internal sealed class FieldReader
{
    private readonly Dictionary<string, ManifestMember> _members;
    private readonly List<string> _known = [];
    private readonly FileLocation _location;
    private readonly string _path;
    private readonly ManifestProblems _problems;

    private FieldReader(ManifestNode.Map map, string path, ManifestProblems problems)
    {
        _members = map.Members.ToDictionary(member => member.Name, StringComparer.Ordinal);
        _location = map.Location;
        _path = path;
        _problems = problems;
    }

    /// <summary>Reads a whole map and reports the fields that nobody asked for.</summary>
    public static T? Read<T>(ManifestNode node, string path, ManifestProblems problems, Func<FieldReader, T> read)
        where T : class
    {
        if (node is not ManifestNode.Map map)
        {
            WrongType(node, path, "a map", problems);
            return null;
        }

        var fields = new FieldReader(map, path, problems);
        var value = read(fields);
        fields.ReportUnknown();
        return value;
    }

    /// <summary>Fields that exist, and that nothing here needs.</summary>
    public void Skip(params ReadOnlySpan<string> names) => _known.AddRange(names);

    public string? Text(string name) => Take(name) is { } node ? TextOf(node, PathOf(name)) : null;

    /// <summary>An absent one is reported; what is returned then is not to be used.</summary>
    public string RequiredText(string name)
    {
        if (Take(name) is not { } node)
        {
            return Missing<string>(name, "a string");
        }

        var text = TextOf(node, PathOf(name));
        if (text is { Length: 0 })
        {
            _problems.Add(Reason.InvalidValue, node.Location, $"{PathOf(name)}: is empty");
        }

        return text ?? "";
    }

    public bool? Flag(string name)
    {
        if (Take(name) is not { } node)
        {
            return null;
        }

        if (node is ManifestNode.Text text && Scalars.KindOf(text) is ScalarKind.Boolean)
        {
            switch (text.Value)
            {
                case "true" or "True" or "TRUE":
                    return true;
                case "false" or "False" or "FALSE":
                    return false;
            }
        }

        WrongType(node, PathOf(name), "true or false", _problems);
        return null;
    }

    public long? Number(string name)
    {
        if (Take(name) is not { } node)
        {
            return null;
        }

        if (node is ManifestNode.Text { Plain: true } text && long.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        WrongType(node, PathOf(name), "a whole number", _problems);
        return null;
    }

    public TimeSpan? Duration(string name)
    {
        if (Take(name) is not { } node)
        {
            return null;
        }

        if (node is ManifestNode.Text text && GoDuration.TryParse(text.Value, out var duration))
        {
            return duration;
        }

        var found = node is ManifestNode.Text wrong ? Quoted.Name(wrong.Value) : node.Describe();
        _problems.Add(Reason.InvalidValue, node.Location, $"{PathOf(name)}: {found} is no duration", "write a number and a unit, such as 500ms, 60s, 10m or 1h30m");
        return null;
    }

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
        where T : struct, Enum => Take(name) is { } node ? ChoiceOf<T>(node, PathOf(name)) : null;

    public T RequiredChoice<T>(string name)
        where T : struct, Enum
    {
        if (Take(name) is { } node)
        {
            return ChoiceOf<T>(node, PathOf(name)) ?? default;
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
        where T : class => [.. Items(name).Select((item, at) => Read(item, $"{PathOf(name)}[{at}]", _problems, read)).OfType<T>()];

    public IReadOnlyList<string> Texts(string name) => [.. Items(name).Select((item, at) => TextOf(item, $"{PathOf(name)}[{at}]")).OfType<string>()];

    /// <summary>Keeps apart a list that is absent and one that is empty.</summary>
    public IReadOnlyList<string>? OptionalTexts(string name) =>
        _members.TryGetValue(name, out var member) && !IsNull(member.Value) ? Texts(name) : Skipped(name);

    public IReadOnlyDictionary<string, string> TextMap(string name)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Take(name) is not { } node)
        {
            return texts;
        }

        if (node is not ManifestNode.Map map)
        {
            WrongType(node, PathOf(name), "a map", _problems);
            return texts;
        }

        foreach (var member in map.Members)
        {
            if (TextOf(member.Value, $"{PathOf(name)}.{Quoted.Line(member.Name)}") is { } text)
            {
                texts[member.Name] = text;
            }
        }

        return texts;
    }

    private static bool IsNull(ManifestNode node) => node is ManifestNode.Text text && Scalars.KindOf(text) is ScalarKind.Null;

    private static void WrongType(ManifestNode node, string path, string wanted, ManifestProblems problems) =>
        problems.Add(Reason.UnexpectedShape, node.Location, $"{path}: {wanted} was expected, found {Quoted.Line(node.Describe())}");

    private List<string>? Skipped(string name)
    {
        _known.Add(name);
        return null;
    }

    private ManifestNode? Take(string name)
    {
        _known.Add(name);
        return _members.TryGetValue(name, out var member) && !IsNull(member.Value) ? member.Value : null;
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
                WrongType(other, PathOf(name), "a list", _problems);
                return [];
        }
    }

    private string? TextOf(ManifestNode node, string path)
    {
        if (node is ManifestNode.Text text && Scalars.KindOf(text) is ScalarKind.String)
        {
            return text.Value;
        }

        var remedy = node is ManifestNode.Text { Value.Length: > 0 } ? "put it in quotes if it is meant as a string" : null;
        _problems.Add(Reason.UnexpectedShape, node.Location, $"{path}: a string was expected, found {Quoted.Line(node.Describe())}", remedy);
        return null;
    }

    private T? ChoiceOf<T>(ManifestNode node, string path)
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        if (node is ManifestNode.Text text && names.Contains(text.Value, StringComparer.Ordinal))
        {
            return Enum.Parse<T>(text.Value);
        }

        if (node is not ManifestNode.Text wrong)
        {
            WrongType(node, path, $"one of {string.Join(", ", names)}", _problems);
            return null;
        }

        var near = NearestNames.Of(wrong.Value, names, most: 1);
        _problems.Add(
            Reason.InvalidValue,
            node.Location,
            $"{path}: {Quoted.Name(wrong.Value)} is none of {string.Join(", ", names)}",
            near is [var nearest] ? $"did you mean {nearest}?" : null);
        return null;
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
                near is [var nearest] ? $"did you mean {nearest}?" : $"the fields here are {string.Join(", ", _known)}");
        }
    }

    private string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";
}

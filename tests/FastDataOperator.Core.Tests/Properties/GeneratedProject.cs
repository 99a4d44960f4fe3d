using System.Globalization;
using FastDataOperator.Core.Tests.Building;

namespace FastDataOperator.Core.Tests.Properties;

/// <summary>Projects as nobody would write them and somebody will.</summary>
internal sealed class GeneratedProject
{
    private static readonly string[] Numbers = ["0", "-0", "1.50", "1E+2", "1e-7", "-12.0e3", "123456789012345678901", "0.1", "4503599627370497.5", "5e-324"];

    private static readonly string[] Strings =
        ["\"\"", "\"text\"", "\"\\u003c\\/\"", "\"é€😀\"", "\"\\ud83d\\ude00\"", "\"\\n\\t\\\"\\\\\"", "\"\\u0000\\u001F\"", "\"pr_0\"", "\"importedFrom\"", "\"{\\\"a\\\": 1}\""];

    private static readonly string[] Names = ["a", "b", "é", "\\u0061\\u0062", "", "importedFrom ", "\uE000", "\\ud83d\\ude00", "type ", "<>"];

    private static readonly TextStyle[] Styles =
    [
        TextStyle.Console, TextStyle.Minified, TextStyle.TabsAndCrLf, TextStyle.Console with { Indent = "    ", End = "\n" }, TextStyle.Console with { Mark = true },
        TextStyle.Console with { Indent = "", Colon = ":" }, TextStyle.Minified with { Colon = ": ", AfterComma = " " }, TextStyle.TabsAndCrLf with { Colon = " : ", Mark = true },
    ];

    private readonly Choices _choices;
    private readonly string _prefix;
    private readonly List<string> _functions = [];
    private readonly List<string> _collections = [];

    private GeneratedProject(Choices choices, string prefix)
    {
        _choices = choices;
        _prefix = prefix;
    }

    /// <param name="choices">What decides everything.</param>
    /// <param name="prefix">Begins the name of every resource but default cast functions.</param>
    public static byte[] Make(Choices choices, string prefix)
    {
        Node root = new GeneratedProject(choices, prefix).Root();
        if (choices.Chance(4))
        {
            root = new Node.Object(choices.Shuffle([("\"config\"", Node.Parse("""{"services": {"g": {"sourceComponentId": "single-view-trigger-generator"}}}""")), ("\"fastDataConfig\"", root), ("\"other\"", new GeneratedProject(choices, "").Value(1))]));
        }

        return ProjectBuilder.Encode(root, choices.Pick(Styles));
    }

    /// <summary>A style of the generated ones.</summary>
    public static TextStyle Style(Choices choices) => choices.Pick(Styles);

    /// <summary>Any JSON value.</summary>
    public static Node Any(Choices choices) => new GeneratedProject(choices, "").Value(3);

    /// <summary>The same meaning in other words: members in another order, numbers and strings spelt otherwise.</summary>
    public static Node Respelt(Node node, Choices choices) => node switch
    {
        Node.Object map => new Node.Object(choices.Shuffle(map.Members.Select(member => (Spell(Node.Meaning(member.Name), choices), Respelt(member.Value, choices))))),
        Node.Array array => new Node.Array([.. array.Items.Select(item => Respelt(item, choices))]),
        Node.Scalar { Token: ['"', ..] token } => new Node.Scalar(Spell(Node.Meaning(token), choices)),
        Node.Scalar { Token: [not ('t' or 'f' or 'n'), ..] token } when choices.Chance(2) => new Node.Scalar(double.Parse(token, CultureInfo.InvariantCulture).ToString("E17", CultureInfo.InvariantCulture)),
        _ => node,
    };

    private static string Spell(string text, Choices choices) =>
        "\"" + string.Concat(text.Select(character => choices.Chance(4) || character is '"' or '\\' or < ' ' || char.IsSurrogate(character) ? $"\\u{(int)character:x4}" : character.ToString())) + "\"";

    private Node.Object Root()
    {
        List<(string Name, Node Value)> sections = [];
        Add("castFunctions", Map(_choices.Next(4), index => Named(_functions, $"{_prefix}fn_{index}"), Function), Defaults());
        Add("systems", Map(_choices.Next(4), index => $"{_prefix}s_{index}", System));
        Add("singleViews", Map(_choices.Next(4), index => Named(_collections, $"{_prefix}sv_{index}"), name => Resource(name, "singleViewId")));
        Add("erSchemas", Map(_choices.Next(3), index => $"{_prefix}er_{index}", _ => Schema()));
        if (_choices.Next(2) == 0)
        {
            sections.Add(("\"version\"", Node.Text("2.2.0")));
        }

        if (_choices.Chance(2))
        {
            sections.Add(("\"updatedAt\"", Node.Text("2026-01-01T00:00:00.000Z")));
            sections.Add(("\"a further \\u006dember\"", Value(2)));
        }

        return new Node.Object(_choices.Chance(3) ? [.. sections.OrderBy(section => section.Name, StringComparer.Ordinal)] : _choices.Shuffle(sections));

        void Add(string name, params IReadOnlyList<(string, Node)>[] members)
        {
            IReadOnlyList<(string, Node)> all = [.. members.SelectMany(part => part)];
            if (all.Count > 0 || !_choices.Chance(4))
            {
                sections.Add((Node.Quote(name), new Node.Object(_choices.Chance(3) ? _choices.Shuffle(all) : all)));
            }
        }
    }

    private static string Named(List<string> names, string name)
    {
        names.Add(name);
        return name;
    }

    private IReadOnlyList<(string, Node)> Map(int count, Func<int, string> name, Func<string, Node> value) =>
        [.. Enumerable.Range(0, count).Select(name).Select(id => (_choices.Chance(5) ? Spell(id, _choices) : Node.Quote(id), value(id)))];

    private IReadOnlyList<(string, Node)> Defaults() => !_choices.Chance(2) ? []
        : [("\"defaultToString\"", Node.Map(("castFunctionId", Node.Text("defaultToString")), ("type", Node.Text("default"))))];

    private Node.Object Function(string name) => Resource(name, "castFunctionId", ("\"type\"", Node.Text("custom")), ("\"casting\"", Node.Text("module.exports = (value) => \"" + name + "\"\n")));

    private Node.Object System(string name)
    {
        var projections = Map(_choices.Next(4), index => Named(_collections, $"{_prefix}pr_{name[^1]}_{index}"), Projection);
        return projections.Count == 0 && _choices.Chance(2) ? Resource(name, "systemId") : Resource(name, "systemId", ("\"projections\"", new Node.Object(projections)));
    }

    private Node.Object Projection(string name)
    {
        var fields = Enumerable.Range(0, _choices.Next(4)).Select(index => (Node)Node.Map(
            ("name", Node.Text("F" + index)), ("castFunctionId", Node.Text(_choices.Pick([.. _functions, "defaultToString", "gone"]))), ("unknown", Value(1))));
        return Resource(name, "projectionId", ("\"fields\"", new Node.Array([.. fields])));
    }

    private Node.Object Schema()
    {
        IReadOnlyList<string> names = [.. _collections, "crud_orders"];
        var from = _choices.Shuffle(names).Take(_choices.Next(3)).ToList();
        var config = Node.Map([.. from.Select(name => (name, (Node)Node.Map(("outgoing", Node.Map([.. _choices.Shuffle(names).Take(_choices.Next(3)).Select(to => (to, (Node)Node.Map(("conditions", Value(2)))))])))))]);
        return _choices.Chance(3) ? Node.Map(("schema", Node.Map(("version", Node.Text("1.0.0")), ("config", config)))) : Node.Map(("config", config), ("extra", Value(1)));
    }

    private Node.Object Resource(string name, string idMember, params (string Name, Node Value)[] members)
    {
        List<(string Name, Node Value)> all = [.. members];
        if (!_choices.Chance(4))
        {
            all.Add((Node.Quote(idMember), Node.Text(name)));
        }

        if (_choices.Chance(2))
        {
            all.Add(("\"name\"", _choices.Chance(2) ? Node.Text(name) : Node.Text("A free text")));
        }

        if (_choices.Chance(2))
        {
            all.Add(("\"unknown\\u0020member\"", Value(2)));
        }

        return new Node.Object(_choices.Shuffle(all));
    }

    private Node Value(int depth) => _choices.Next(depth > 0 ? 6 : 4) switch
    {
        0 => new Node.Scalar(_choices.Pick(["true", "false", "null"])),
        1 => new Node.Scalar(_choices.Pick(Numbers)),
        2 or 3 => new Node.Scalar(_choices.Pick(Strings)),
        4 => new Node.Array([.. Enumerable.Range(0, _choices.Next(4)).Select(_ => Value(depth - 1))]),
        _ => new Node.Object([.. Enumerable.Range(0, _choices.Next(4)).Select(_ => _choices.Pick(Names)).Distinct().Select(name => ($"\"{name}\"", Value(depth - 1)))]),
    };
}

using System.Text;
using System.Text.Json;

namespace FastDataOperator.Core.Tests.Building;

/// <summary>A JSON value whose tokens are kept as they will be written, so that a test decides every byte.</summary>
internal abstract record Node
{
    private Node()
    {
    }

    public sealed record Scalar(string Token) : Node;

    public sealed record Array(IReadOnlyList<Node> Items) : Node;

    /// <param name="Members">Names with their quotes, as written.</param>
    public sealed record Object(IReadOnlyList<(string Name, Node Value)> Members) : Node
    {
        /// <summary>The member of that name, unescaped; or <see langword="null"/>.</summary>
        public Node? this[string name] => Members.FirstOrDefault(member => Meaning(member.Name) == name).Value;

        public Object With(string name, Node value) => new([.. Members.Where(member => Meaning(member.Name) != name), (Quote(name), value)]);
    }

    public static string Quote(string text) => JsonSerializer.Serialize(text, Relaxed);

    public static string Meaning(string quoted) => JsonSerializer.Deserialize<string>(quoted)!;

    public static Node Text(string text) => new Scalar(Quote(text));

    public static Object Map(params (string Name, Node Value)[] members) => new([.. members.Select(member => (Quote(member.Name), member.Value))]);

    /// <summary>The same value from JSON text; names are written plainly, other tokens as they stand.</summary>
    public static Node Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Of(document.RootElement);
    }

    /// <summary>The value in a style.</summary>
    public string In(TextStyle style)
    {
        var text = new StringBuilder();
        Write(text, style, 0);
        return text.ToString();
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static Node Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new Object([.. element.EnumerateObject().Select(member => (Quote(member.Name), Of(member.Value)))]),
        JsonValueKind.Array => new Array([.. element.EnumerateArray().Select(Of)]),
        _ => new Scalar(element.GetRawText()),
    };

    private void Write(StringBuilder text, TextStyle style, int depth)
    {
        if (this is Scalar scalar)
        {
            text.Append(scalar.Token);
            return;
        }

        var members = this is Object map ? map.Members : [.. ((Array)this).Items.Select(item => ("", item))];
        text.Append(this is Object ? '{' : '[');
        for (var index = 0; index < members.Count; index++)
        {
            text.Append(index > 0 ? "," + (style.NewLine.Length == 0 ? style.AfterComma : "") : "");
            StartLine(text, style, depth + 1);
            text.Append(members[index].Name).Append(this is Object ? style.Colon : "");
            members[index].Value.Write(text, style, depth + 1);
        }

        if (members.Count > 0)
        {
            StartLine(text, style, depth);
        }

        text.Append(this is Object ? '}' : ']');
    }

    private static void StartLine(StringBuilder text, TextStyle style, int depth)
    {
        if (style.NewLine.Length > 0)
        {
            text.Append(style.NewLine).Insert(text.Length, style.Indent, depth);
        }
    }
}

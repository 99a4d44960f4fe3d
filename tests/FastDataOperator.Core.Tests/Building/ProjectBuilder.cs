using System.Text;
using System.Text.Json;
using FastDataOperator.Core.Configuration;

namespace FastDataOperator.Core.Tests.Building;

/// <summary>A project configuration, resource by resource.</summary>
internal sealed class ProjectBuilder
{
    private readonly Dictionary<string, List<(string Id, Node.Object Value)>> _sections = new()
    {
        ["systems"] = [], ["castFunctions"] = [], ["singleViews"] = [], ["erSchemas"] = [],
    };

    private readonly List<(string Name, Node Value)> _more = [];
    private string? _version = "2.2.0";

    public ProjectBuilder Version(string? version)
    {
        _version = version;
        return this;
    }

    /// <summary>Any further member of the top level.</summary>
    public ProjectBuilder Also(string name, string json)
    {
        _more.Add((name, Node.Parse(json)));
        return this;
    }

    /// <param name="id">Its key.</param>
    /// <param name="more">Further members, as the inside of a JSON object.</param>
    /// <param name="type">What tells a default one from a custom one.</param>
    public ProjectBuilder CastFunction(string id, string more = "", string type = "custom") =>
        Put("castFunctions", id, $$"""{"castFunctionId": {{Q(id)}}, "name": {{Q(id)}}, "dataType": "string", "casting": "module.exports = x => x", "type": {{Q(type)}}{{More(more)}} }""");

    public ProjectBuilder System(string id, string more = "") =>
        Put("systems", id, $$"""{"systemId": {{Q(id)}}, "name": {{Q(id)}}{{More(more)}}, "projections": {} }""");

    /// <summary>A Projection, and its System where there is none yet.</summary>
    public ProjectBuilder Projection(string system, string id, string[]? casts = null, string more = "")
    {
        if (!_sections["systems"].Exists(entry => entry.Id == system))
        {
            System(system);
        }

        var fields = (casts ?? []).Select((cast, index) => $$"""{"name": "F{{index}}", "type": "String", "castFunctionId": {{Q(cast)}}, "primaryKey": {{(index == 0 ? "true" : "false")}} }""");
        var value = (Node.Object)Node.Parse($$"""{"projectionId": {{Q(id)}}, "fields": [{{string.Join(",", fields)}}]{{More(more)}} }""");
        var at = _sections["systems"].FindIndex(entry => entry.Id == system);
        var holder = _sections["systems"][at].Value;
        var projections = holder["projections"] as Node.Object ?? Node.Map();
        _sections["systems"][at] = (system, holder.With("projections", projections.With(id, value)));
        return this;
    }

    public ProjectBuilder SingleView(string id, string more = "") => Put("singleViews", id, $$"""{"singleViewId": {{Q(id)}}, "name": {{Q(id)}}{{More(more)}} }""");

    /// <summary>An ER schema that leads from the first collection to each of the others.</summary>
    public ProjectBuilder ErSchema(string id, string from, params string[] to)
    {
        var outgoing = to.Select(name => $$"""{{Q(name)}}: {"conditions": {"c": {"oneToMany": true, "condition": {"ID": "ID"} } } }""");
        return ErSchema(id, $$"""{"version": "1.0.0", "config": { {{Q(from)}}: {"outgoing": { {{string.Join(",", outgoing)}} } } } }""");
    }

    /// <param name="id">Its key.</param>
    /// <param name="json">Its whole value.</param>
    public ProjectBuilder ErSchema(string id, string json) => Put("erSchemas", id, json);

    /// <summary>Any value under any key of a section.</summary>
    public ProjectBuilder Put(string section, string id, string json)
    {
        var value = Node.Parse(json) as Node.Object ?? throw new ArgumentException("a resource is an object", nameof(json));
        _sections[section].RemoveAll(entry => entry.Id == id);
        _sections[section].Add((id, value));
        return this;
    }

    public ProjectBuilder Without(string section, string id)
    {
        _sections[section].RemoveAll(entry => entry.Id == id);
        return this;
    }

    public Node.Object Root()
    {
        List<(string Name, Node Value)> members = [.. _sections.Select(section => (Node.Quote(section.Key), (Node)Node.Map([.. section.Value.Select(entry => (entry.Id, (Node)entry.Value))])))];
        if (_version is not null)
        {
            members.Add(("\"version\"", Node.Text(_version)));
        }

        return new Node.Object([.. members, .. _more.Select(member => (Node.Quote(member.Name), member.Value))]);
    }

    public byte[] Bytes(TextStyle? style = null) => Encode(Root(), style ?? TextStyle.Console);

    public static byte[] Encode(Node root, TextStyle style) => Encoding.UTF8.GetBytes((style.Mark ? "\uFEFF" : "") + root.In(style) + style.End);

    public ProjectConfiguration Read(TextStyle? style = null) => Files.Read(Bytes(style));

    private static string Q(string text) => JsonSerializer.Serialize(text);

    private static string More(string more) => more.Length == 0 ? "" : ", " + more;
}

using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FastDataOperator.Testing.Forges.OpenApi;

/// <summary>One method of one path template: its parameters, its body, its answers.</summary>
public sealed partial class ApiOperation
{
    private readonly ApiDescription _description;
    private readonly string _method;
    private readonly string _template;
    private readonly JsonElement _operation;
    private readonly JsonElement[] _parameters;
    private readonly Regex[] _segments;

    public ApiOperation(ApiDescription description, string method, string template, JsonElement operation, JsonElement[] shared)
    {
        _description = description;
        _method = method;
        _template = template;
        _operation = operation;
        var own = operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray().Select(description.Resolve).ToArray() : [];
        _parameters = [.. own, .. shared.Where(one => !own.Any(other => NameOf(other) == NameOf(one)))];
        _segments = [.. template.Split('/').Select(static segment => new Regex($"^{PlaceholderPattern().Replace(Regex.Escape(segment), "([^/]+?)")}$"))];
        Literals = template.Split('/').Count(static segment => !segment.Contains('{', StringComparison.Ordinal));
    }

    /// <summary>How many segments of the template are fixed: of two that match, the one with more is meant.</summary>
    public int Literals { get; }

    public override string ToString() => $"{_method.ToUpperInvariant()} {_template}";

    public bool Matches(string method, string[] segments) =>
        _method.Equals(method, StringComparison.OrdinalIgnoreCase) && segments.Length == _segments.Length
        && _segments.Zip(segments).All(static pair => pair.First.IsMatch(pair.Second));

    /// <summary>Whether it asks for what the description knows, in every part.</summary>
    /// <param name="query">Decoded.</param>
    /// <param name="body"><see langword="null"/> for none.</param>
    /// <returns>What does not fit.</returns>
    public IReadOnlyList<string> CheckRequest(string path, IReadOnlyDictionary<string, string> query, string? contentType, JsonElement? body)
    {
        var faults = new List<string>();
        CheckPath(path, faults);
        foreach (var (name, value) in query)
        {
            if (Parameter("query", name) is { } parameter)
            {
                CheckText(parameter, value, $"query {name}", faults);
            }
            else
            {
                faults.Add($"query {name} is not described");
            }
        }

        faults.AddRange(_parameters.Where(parameter => IsIn(parameter, "query") && IsRequired(parameter) && !query.ContainsKey(NameOf(parameter)))
            .Select(static parameter => $"query {NameOf(parameter)} is required"));
        CheckBody(contentType, body, faults);
        return [.. faults.Select(fault => $"{this}: {fault}")];
    }

    /// <summary>Whether an answer is one that the description knows.</summary>
    /// <inheritdoc cref="CheckRequest"/>
    public IReadOnlyList<string> CheckAnswer(int status, JsonElement? body)
    {
        var faults = new List<string>();
        if (AnswerSchema(status, out var isDescribed) is { } schema)
        {
            if (body is { } value)
            {
                new SchemaCheck(_description, refusesUnknown: false).Check(schema, value, "answer", faults);
            }
            else
            {
                faults.Add($"the answer {status} has a body");
            }
        }
        else if (!isDescribed && status is not (401 or 403 or 404 or 429 or 304 or >= 500))
        {
            // What any request may end in is seldom described.
            faults.Add($"an answer {status} is not described");
        }

        return [.. faults.Select(fault => $"{this}: {fault}")];
    }

    /// <summary>An answer as the description wants it, with everything that is required.</summary>
    public System.Text.Json.Nodes.JsonNode? SampleOf(int status) =>
        AnswerSchema(status, out _) is { } schema ? new SchemaSample(_description).Of(schema) : null;

    /// <summary>The same for one item of an answer that is a list.</summary>
    public System.Text.Json.Nodes.JsonNode? ItemSampleOf(int status) =>
        AnswerSchema(status, out _) is { } schema && _description.Resolve(schema).TryGetProperty("items", out var items) ? new SchemaSample(_description).Of(items) : null;

    private JsonElement? AnswerSchema(int status, out bool isDescribed)
    {
        var responses = _operation.GetProperty("responses");
        isDescribed = responses.TryGetProperty(status.ToString(CultureInfo.InvariantCulture), out var response) || responses.TryGetProperty("default", out response);
        if (!isDescribed)
        {
            return null;
        }

        response = _description.Resolve(response);
        return response.TryGetProperty("schema", out var schema) ? schema : ContentSchema(response);
    }

    private static JsonElement? ContentSchema(JsonElement holder)
    {
        if (!holder.TryGetProperty("content", out var content))
        {
            return null;
        }

        var json = content.EnumerateObject().FirstOrDefault(static type => type.Name.Contains("json", StringComparison.Ordinal) || type.Name.StartsWith("*/", StringComparison.Ordinal));
        return json.Value.ValueKind == JsonValueKind.Object && json.Value.TryGetProperty("schema", out var schema) ? schema : null;
    }

    private static string NameOf(JsonElement parameter) => parameter.GetProperty("name").GetString()!;

    private static bool IsIn(JsonElement parameter, string place) => parameter.GetProperty("in").GetString() == place;

    private static bool IsRequired(JsonElement holder) => holder.TryGetProperty("required", out var required) && required.GetBoolean();

    private JsonElement? Parameter(string place, string name) =>
        _parameters.Where(parameter => IsIn(parameter, place) && NameOf(parameter) == name).Select(static parameter => (JsonElement?)parameter).FirstOrDefault();

    private void CheckPath(string path, List<string> faults)
    {
        var values = path.Split('/').Zip(_segments).SelectMany(static pair => pair.Second.Match(pair.First).Groups.Values.Skip(1)).Select(static group => group.Value);
        foreach (var (name, value) in PlaceholderNames().Matches(_template).Select(static match => match.Groups[1].Value).Zip(values))
        {
            if (Parameter("path", name) is { } parameter)
            {
                CheckText(parameter, Uri.UnescapeDataString(value), $"path {name}", faults);
            }
        }
    }

    /// <summary>A parameter's type stands beside its name in Swagger 2.0, in a schema in OpenAPI 3.</summary>
    private void CheckText(JsonElement parameter, string text, string at, List<string> faults)
    {
        var schema = _description.Resolve(parameter.TryGetProperty("schema", out var own) ? own : parameter);
        var type = schema.TryGetProperty("type", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString() : "string";
        var json = type switch
        {
            "integer" or "number" when long.TryParse(text, CultureInfo.InvariantCulture, out _) => text,
            "boolean" when text is "true" or "false" => text,
            "array" => JsonSerializer.Serialize(text.Split(',')),
            _ => JsonSerializer.Serialize(text),
        };
        using var value = JsonDocument.Parse(json);
        if (type == "array" || schema.TryGetProperty("oneOf", out _))
        {
            return;
        }

        new SchemaCheck(_description, refusesUnknown: true).Check(schema, value.RootElement, at, faults, isParameter: true);
    }

    private void CheckBody(string? contentType, JsonElement? body, List<string> faults)
    {
        var (schema, isRequired) = BodySchema();
        if (body is not { } value)
        {
            if (isRequired)
            {
                faults.Add("a body is required");
            }

            return;
        }

        if (contentType is null || !contentType.Contains("json", StringComparison.Ordinal))
        {
            faults.Add($"the body is {contentType ?? "of no type"}");
        }

        if (schema is { } known)
        {
            new SchemaCheck(_description, refusesUnknown: true).Check(known, value, "body", faults);
        }
        else
        {
            faults.Add("no body is described");
        }
    }

    private (JsonElement? Schema, bool IsRequired) BodySchema()
    {
        if (_operation.TryGetProperty("requestBody", out var holder))
        {
            var body = _description.Resolve(holder);
            return (ContentSchema(body), IsRequired(body));
        }

        foreach (var parameter in _parameters.Where(static parameter => IsIn(parameter, "body")))
        {
            return (parameter.GetProperty("schema"), IsRequired(parameter));
        }

        return (null, false);
    }

    [GeneratedRegex(@"\\\{[^}]+\}")]
    private static partial Regex PlaceholderPattern();

    [GeneratedRegex(@"\{([^}]+)\}")]
    private static partial Regex PlaceholderNames();
}

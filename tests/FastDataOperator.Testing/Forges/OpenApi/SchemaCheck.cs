using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FastDataOperator.Testing.Forges.OpenApi;

/// <summary>Checks a value against a schema of Swagger 2.0, OpenAPI 3.0 or 3.1: the parts of JSON Schema that forges' descriptions use.</summary>
/// <param name="refusesUnknown">Whether a member that the schema does not name is a fault: in what we send, a misspelt one would be ignored.</param>
internal sealed class SchemaCheck(ApiDescription description, bool refusesUnknown)
{
    private const int MostDepth = 40;

    /// <param name="at">Where the value is, in messages.</param>
    /// <param name="isParameter">The members of a parameter, <c>required</c> above all, are its own and not a schema's.</param>
    public void Check(JsonElement schema, JsonElement value, string at, List<string> faults, bool isParameter = false, int depth = 0)
    {
        schema = description.Resolve(schema);
        if (depth > MostDepth || schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (value.ValueKind == JsonValueKind.Null && AllowsNull(schema))
        {
            return;
        }

        CheckCombinations(schema, value, at, faults, depth);
        if (TypesOf(schema) is { Count: > 0 } types && !types.Any(type => IsOf(type, value)))
        {
            faults.Add($"{at} is {Words(value)}, not {string.Join(" or ", types)}");
            return;
        }

        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
        {
            faults.Add($"{at} is {Words(value)}, none of {allowed.GetRawText()}");
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                CheckString(schema, value.GetString()!, at, faults);
                break;
            case JsonValueKind.Number:
                CheckNumber(schema, value.GetDouble(), at, faults);
                break;
            case JsonValueKind.Array:
                CheckArray(schema, value, at, faults, depth);
                break;
            case JsonValueKind.Object when !isParameter:
                CheckObject(schema, value, at, faults, depth);
                break;
            default:
                break;
        }
    }

    private static bool Is(JsonElement schema, string flag) => schema.TryGetProperty(flag, out var value) && value.ValueKind == JsonValueKind.True;

    private static List<string> TypesOf(JsonElement schema) =>
        !schema.TryGetProperty("type", out var type) ? []
        : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(static one => one.GetString()!)]
        : [type.GetString()!];

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => true,
    };

    private static string Words(JsonElement value) => value.GetRawText() is { Length: > 60 } text ? text[..60] + "…" : value.GetRawText();

    private static void CheckString(JsonElement schema, string text, string at, List<string> faults)
    {
        if (schema.TryGetProperty("minLength", out var least) && text.Length < least.GetInt32())
        {
            faults.Add($"{at} has {text.Length} characters, fewer than {least}");
        }

        if (schema.TryGetProperty("maxLength", out var most) && text.Length > most.GetInt32())
        {
            faults.Add($"{at} has {text.Length} characters, more than {most}");
        }

        if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(text, pattern.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1)))
        {
            faults.Add($"{at} does not match {pattern}");
        }

        var fits = (schema.TryGetProperty("format", out var format) ? format.GetString() : null) switch
        {
            "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
            "uuid" => Guid.TryParse(text, out _),
            _ => true,
        };
        if (!fits)
        {
            faults.Add($"{at} is no {format}");
        }
    }

    private static void CheckNumber(JsonElement schema, double number, string at, List<string> faults)
    {
        if (schema.TryGetProperty("minimum", out var least) && number < least.GetDouble())
        {
            faults.Add($"{at} is less than {least}");
        }

        if (schema.TryGetProperty("maximum", out var most) && number > most.GetDouble())
        {
            faults.Add($"{at} is more than {most}");
        }

        if (schema.TryGetProperty("format", out var format) && format.GetString() == "int32" && Math.Abs(number) > int.MaxValue)
        {
            faults.Add($"{at} is no int32");
        }
    }

    private bool AllowsNull(JsonElement schema) =>
        Is(schema, "nullable") || Is(schema, "x-nullable") || TypesOf(schema).Contains("null")
        || (schema.TryGetProperty("anyOf", out var any) || schema.TryGetProperty("oneOf", out any)) && any.EnumerateArray().Any(one => AllowsNull(description.Resolve(one)))
        || schema.TryGetProperty("allOf", out var all) && all.GetArrayLength() == 1 && AllowsNull(description.Resolve(all[0]));

    private void CheckCombinations(JsonElement schema, JsonElement value, string at, List<string> faults, int depth)
    {
        if (schema.TryGetProperty("allOf", out var all))
        {
            // Each part names some of the members only.
            var lenient = new SchemaCheck(description, refusesUnknown: false);
            foreach (var one in all.EnumerateArray())
            {
                lenient.Check(one, value, at, faults, depth: depth + 1);
            }
        }

        foreach (var name in (string[])["anyOf", "oneOf"])
        {
            if (!schema.TryGetProperty(name, out var choices))
            {
                continue;
            }

            var attempts = choices.EnumerateArray().Select(choice =>
            {
                var own = new List<string>();
                Check(choice, value, at, own, depth: depth + 1);
                return own;
            }).ToArray();
            if (attempts.Length > 0 && attempts.All(static attempt => attempt.Count > 0))
            {
                faults.AddRange(attempts.MinBy(static attempt => attempt.Count)!);
            }
        }
    }

    private void CheckArray(JsonElement schema, JsonElement value, string at, List<string> faults, int depth)
    {
        if (schema.TryGetProperty("minItems", out var least) && value.GetArrayLength() < least.GetInt32())
        {
            faults.Add($"{at} has fewer than {least} items");
        }

        if (schema.TryGetProperty("maxItems", out var most) && value.GetArrayLength() > most.GetInt32())
        {
            faults.Add($"{at} has more than {most} items");
        }

        if (schema.TryGetProperty("items", out var items))
        {
            var index = 0;
            foreach (var item in value.EnumerateArray())
            {
                Check(items, item, $"{at}[{index++}]", faults, depth: depth + 1);
            }
        }
    }

    private void CheckObject(JsonElement schema, JsonElement value, string at, List<string> faults, int depth)
    {
        var hasProperties = schema.TryGetProperty("properties", out var properties);
        if (schema.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array)
        {
            faults.AddRange(required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{at}.{name} is missing"));
        }

        var hasMore = schema.TryGetProperty("additionalProperties", out var more);
        foreach (var member in value.EnumerateObject())
        {
            if (hasProperties && properties.TryGetProperty(member.Name, out var known))
            {
                Check(known, member.Value, $"{at}.{member.Name}", faults, depth: depth + 1);
            }
            else if (hasMore && more.ValueKind == JsonValueKind.Object)
            {
                Check(more, member.Value, $"{at}.{member.Name}", faults, depth: depth + 1);
            }
            else if (hasMore && more.ValueKind == JsonValueKind.False || refusesUnknown && hasProperties && !hasMore && !IsCombined(schema))
            {
                faults.Add($"{at}.{member.Name} is not described");
            }
        }
    }

    private static bool IsCombined(JsonElement schema) =>
        schema.TryGetProperty("allOf", out _) || schema.TryGetProperty("anyOf", out _) || schema.TryGetProperty("oneOf", out _);
}

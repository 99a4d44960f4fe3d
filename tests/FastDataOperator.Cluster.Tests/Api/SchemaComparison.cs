using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace FastDataOperator.Cluster.Tests.Api;

/// <summary>Walks a schema and the records that stand for it, and names each difference by its path.</summary>
internal sealed class SchemaComparison
{
    private readonly List<string> _differences = [];
    private readonly bool _isRequiredAlike;

    private SchemaComparison(bool isRequiredAlike) => _isRequiredAlike = isRequiredAlike;

    /// <param name="schema">Of an object.</param>
    /// <param name="record">What stands for it.</param>
    /// <param name="path">The object's own.</param>
    /// <param name="isRequiredAlike">Whether what the schema requires must be required of the record too. A status is read leniently: there the record
    /// may do without.</param>
    public static IReadOnlyList<string> Compare(ImportSchema schema, Type record, string path, bool isRequiredAlike)
    {
        var comparison = new SchemaComparison(isRequiredAlike);
        comparison.Object(schema, record, path);
        return comparison._differences;
    }

    private void Object(ImportSchema schema, Type record, string path)
    {
        var fields = record.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static property => property.CanWrite)
            .ToDictionary(static property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));
        var properties = schema.Properties;
        Expect(schema.Type, "object", path);
        _differences.AddRange(properties.Keys.Except(fields.Keys).Select(name => $"{path}.{name}: {record.Name} lacks it"));
        _differences.AddRange(fields.Keys.Except(properties.Keys).Select(name => $"{path}.{name}: the schema lacks it"));
        foreach (var (name, field) in fields.Where(field => properties.ContainsKey(field.Key)))
        {
            var isRequired = schema.Required.Contains(name);
            var isRequiredField = field.GetCustomAttribute<RequiredMemberAttribute>() is not null;
            if (isRequired != isRequiredField && (_isRequiredAlike || isRequiredField))
            {
                _differences.Add($"{path}.{name}: the schema {(isRequired ? "requires" : "does not require")} it, {record.Name} {(isRequiredField ? "does" : "does not")}");
            }

            Value(properties[name], field.PropertyType, $"{path}.{name}");
        }
    }

    private void Value(ImportSchema schema, Type type, string path)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
        {
            // The empty string stands for none (FieldReader.EmptyAsAbsent).
            Expect(schema.Type, "string", path);
            Expect(Listed(schema.Enum.Where(static choice => choice.Length > 0)), Listed(Enum.GetNames(type)), path);
        }
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            Expect(schema.Type, "array", path);
            Value(schema.Items ?? new ImportSchema(), type.GetGenericArguments()[0], path + "[]");
        }
        else if (type == typeof(string) || type == typeof(TimeSpan))
        {
            Expect(schema.Type, "string", path);
            if (type == typeof(TimeSpan))
            {
                Expect(schema.Pattern, SchemaSample.DurationPattern, path);
            }
        }
        else if (type == typeof(bool) || type == typeof(long))
        {
            Expect(schema.Type, type == typeof(bool) ? "boolean" : "integer", path);
        }
        else
        {
            Object(schema, type, path);
        }
    }

    private static string Listed(IEnumerable<string> choices) => string.Join(", ", choices.Order(StringComparer.Ordinal));

    private void Expect(string? found, string expected, string path)
    {
        if (found != expected)
        {
            _differences.Add($"{path}: the schema has {(string.IsNullOrEmpty(found) ? "nothing" : found)}, C# has {expected}");
        }
    }
}

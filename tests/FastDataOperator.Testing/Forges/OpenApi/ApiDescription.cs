using System.Text.Json;

namespace FastDataOperator.Testing.Forges.OpenApi;

/// <summary>A published description of an API (Swagger 2.0 or OpenAPI 3), against which requests and answers are checked.</summary>
public sealed class ApiDescription
{
    private static readonly string[] s_methods = ["get", "put", "post", "delete", "patch"];

    private readonly JsonElement _root;
    private readonly List<ApiOperation> _operations = [];

    public ApiDescription(JsonElement root)
    {
        _root = root;
        foreach (var path in root.GetProperty("paths").EnumerateObject())
        {
            var shared = path.Value.TryGetProperty("parameters", out var common) ? common.EnumerateArray().Select(Resolve).ToArray() : [];
            foreach (var method in path.Value.EnumerateObject().Where(static member => s_methods.Contains(member.Name)))
            {
                _operations.Add(new ApiOperation(this, method.Name, path.Name, method.Value, shared));
            }
        }
    }

    /// <param name="path">Below the base path of the description, encoded, without a query.</param>
    public ApiOperation? Find(string method, string path)
    {
        var segments = path.Split('/');
        return _operations.Where(operation => operation.Matches(method, segments)).MaxBy(static operation => operation.Literals);
    }

    /// <summary>Follows <c>$ref</c>, within the document.</summary>
    public JsonElement Resolve(JsonElement element)
    {
        while (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out var reference))
        {
            element = _root;
            foreach (var part in reference.GetString()!.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                element = element.GetProperty(Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
            }
        }

        return element;
    }
}

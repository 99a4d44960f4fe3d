using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FastDataOperator.Testing.Forges;

/// <summary>A request that a <see cref="ForgeServer"/> got.</summary>
/// <param name="Path">Below the API's own path, encoded as it came: <c>/repos/a/b/pulls</c>.</param>
/// <param name="Query">Decoded.</param>
/// <param name="Token">What was given to prove who asks, whatever the scheme; <see langword="null"/> for nothing.</param>
public sealed record ForgeCall(
    string Method, string Path, IReadOnlyDictionary<string, string> Query, string? Token, JsonElement? Body, IHeaderDictionary Headers)
{
    /// <summary>The path's parts, decoded, without the empty one at the front.</summary>
    public ImmutableArray<string> Parts { get; } = [.. Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];

    /// <summary>A member of the body; <see langword="null"/> where it is not there.</summary>
    public string? Text(string name) => Body is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty(name, out var value) ? value.GetString() : null;

    public bool Flag(string name) => Body is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty(name, out var value) && value.GetBoolean();

    /// <summary>A member of the body that is a list; empty where it is not there.</summary>
    public IReadOnlyList<JsonElement> Items(string name) =>
        Body is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty(name, out var value) ? [.. value.EnumerateArray()] : [];
}

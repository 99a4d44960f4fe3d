using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FastDataOperator.Git.Forges.Http;

/// <summary>A request to a forge's API.</summary>
/// <param name="Operation">What it is for, in metrics: <c>find</c>, <c>open</c>, <c>decorate</c>, <c>update</c>, <c>close</c>.</param>
/// <param name="Path">Continues <see cref="ForgeAddress.Api"/>: no slash first, every part encoded, the query included.</param>
internal sealed record ForgeRequest(string Operation, HttpMethod Method, string Path)
{
    /// <summary>JSON; <see langword="null"/> for no body.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>Whether it may be sent again when nobody knows what became of it: it ends the same.</summary>
    public bool IsRepeatable { get; init; } = Method == HttpMethod.Get || Method == HttpMethod.Put || Method == HttpMethod.Delete || Method == HttpMethod.Patch;

    /// <summary>Statuses of no success that the caller tells apart itself; all others end in a <see cref="GitException"/>.</summary>
    public IReadOnlyList<HttpStatusCode> Expected { get; init; } = [];

    /// <summary>Whether an answer that is no success says that the forge does not see yet what was pushed a moment ago: it is sent again a little later.</summary>
    public Func<ForgeAnswer, bool> IsTooEarly { get; init; } = static _ => false;

    public static ForgeRequest Get(string operation, string path) => new(operation, HttpMethod.Get, path);

    public static ForgeRequest WithBody<T>(string operation, HttpMethod method, string path, T body, JsonTypeInfo<T> type) =>
        new(operation, method, path) { Body = JsonSerializer.SerializeToUtf8Bytes(body, type) };
}

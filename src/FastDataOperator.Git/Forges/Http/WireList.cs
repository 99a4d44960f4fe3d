using System.Text.Json;

namespace FastDataOperator.Git.Forges.Http;

/// <summary>Lists within answers, of which the serializer checks that they are there, and not what is in them.</summary>
internal static class WireList
{
    /// <param name="items"><see langword="null"/> where the member is missing: the serializer sets what is optional anyway. Counts as empty.</param>
    /// <exception cref="JsonException">An item is <c>null</c>.</exception>
    public static IReadOnlyList<T> WithoutNull<T>(IReadOnlyList<T>? items) =>
        items is null ? [] : items.All(static item => item is not null) ? items : throw new JsonException("an item of a list is null");
}

using System.Text.Json;

namespace FastDataOperator.Informers;

/// <summary>A part of a list.</summary>
/// <param name="Items">Not read yet, so that one that cannot be read hides no others.</param>
/// <param name="ResourceVersion">Of the whole list; a watch starts from it.</param>
/// <param name="Continuation">Gets the next page; <see langword="null"/> on the last.</param>
internal sealed record ObjectPage(IReadOnlyList<JsonElement> Items, string ResourceVersion, string? Continuation);

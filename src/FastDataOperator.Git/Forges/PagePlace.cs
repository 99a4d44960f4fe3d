namespace FastDataOperator.Git.Forges;

/// <summary>Which part of a list is asked for: forges count in pages or in entries.</summary>
/// <param name="Number">Of the page, from 1.</param>
/// <param name="Start">How many entries lie before it, or what the forge said of where it begins.</param>
/// <param name="Size">Most entries of it.</param>
internal readonly record struct PagePlace(int Number, int Start, int Size);

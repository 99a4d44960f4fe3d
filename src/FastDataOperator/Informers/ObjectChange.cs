using FastDataOperator.Api;

namespace FastDataOperator.Informers;

/// <summary>What became of one object.</summary>
/// <param name="Before"><see langword="null"/>: it is new.</param>
/// <param name="After"><see langword="null"/>: it is gone.</param>
internal sealed record ObjectChange<TItem>(ObjectKey Key, TItem? Before, TItem? After)
    where TItem : class, ICachedObject;

using FastDataOperator.Core.Configuration;

namespace FastDataOperator.Core.Resources;

/// <summary>What a mention in a resource's content refers to.</summary>
internal enum MentionTarget
{
    CastFunction,
    SystemOfRecord,
    Projection,
    SingleView,
    ErSchema,

    /// <summary>A Projection or Single View, or a CRUD collection: an ER schema does not say which (C3).</summary>
    Collection,

    /// <summary>The resource itself, by a member that repeats its name.</summary>
    Own,
}

/// <summary>One place in a resource's content that names a resource.</summary>
/// <param name="Target">What kind of thing is named.</param>
/// <param name="Start">The offset of the opening quote in the resource's value.</param>
/// <param name="End">Behind the closing quote.</param>
internal readonly record struct Mention(MentionTarget Target, int Start, int End)
{
    public string Name(ReadOnlySpan<byte> value) => JsonText.String(value[Start..End]);
}

using System.Diagnostics.CodeAnalysis;

namespace FastDataOperator.Git;

/// <summary>A tag's short name, such as <c>v1.2.0</c>, that Git accepts (git-check-ref-format(1)).</summary>
public readonly record struct TagName
{
    internal const string Prefix = "refs/tags/";

    private readonly string? _value;

    private TagName(string value) => _value = value;

    /// <summary>The short name, without <c>refs/tags/</c>.</summary>
    /// <exception cref="InvalidOperationException">This is the default value, which names nothing.</exception>
    public string Value => _value ?? throw new InvalidOperationException("A default tag name names nothing.");

    /// <summary>The full name, <c>refs/tags/…</c>.</summary>
    internal string ReferenceName => Prefix + Value;

    /// <summary>Takes a short name (<c>v1.2.0</c>) or a full one (<c>refs/tags/v1.2.0</c>).</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TagName tag)
    {
        var name = text?.StartsWith(Prefix, StringComparison.Ordinal) is true ? text[Prefix.Length..] : text;
        var valid = name is not null && ReferenceNames.IsValid(name);
        tag = valid ? new TagName(name!) : default;
        return valid;
    }

    public override string ToString() => _value ?? "";
}

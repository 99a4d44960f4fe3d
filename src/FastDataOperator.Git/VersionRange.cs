using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Semver;

namespace FastDataOperator.Git;

/// <summary>A range of semantic versions as GitOps users write it: <c>1.x</c>, <c>~1.2</c>, <c>^1.2.0</c>, <c>1.2 - 1.4</c>,
/// <c>&gt;=1.2.0 &lt;2.0.0</c> (a comma for the space too), alternatives with <c>||</c>. Pre-releases count only where the range itself names one, such as
/// <c>&gt;=1.2.0-0</c>. Equal where written alike.</summary>
public sealed partial class VersionRange : IEquatable<VersionRange>
{
    private const int MaxLength = 255;

    private readonly SemVersionRange _range;

    private VersionRange(string text, SemVersionRange range)
    {
        Text = text;
        _range = range;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <param name="problem">Continues the range's text in a message.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out VersionRange? range, [NotNullWhen(false)] out string? problem)
    {
        range = null;
        problem = text.Length > MaxLength || string.IsNullOrWhiteSpace(text) ? "is no range of versions"
            : text.Contains("!=", StringComparison.Ordinal) ? "holds !=, which is not supported: write what is to be in, such as <1.3.0 || >1.3.0"
            : null;
        if (problem is not null)
        {
            return false;
        }

        if (!SemVersionRange.TryParseNpm(text.Replace(',', ' '), Prerelease().IsMatch(text), out var parsed))
        {
            problem = "is no range of versions";
            return false;
        }

        range = new VersionRange(text, parsed);
        return true;
    }

    /// <summary>Of tags, the one of the highest version within the range; of two that name one version, as <c>1.2.0</c> and <c>v1.2.0</c> do, and of two that differ in
    /// their build metadata alone, the last in the order of their characters. Tags that are no whole version (<c>v1.2</c>) do not count.</summary>
    /// <returns><see langword="null"/> where there is none.</returns>
    internal TagName? Newest(IEnumerable<TagName> tags)
    {
        (TagName Tag, SemVersion Version)? newest = null;
        foreach (var tag in tags)
        {
            if (SemVersion.TryParse(tag.Value, SemVersionStyles.AllowLowerV, out var version) && _range.Contains(version) && IsNewer(tag, version, newest))
            {
                newest = (tag, version);
            }
        }

        return newest?.Tag;
    }

    public bool Equals(VersionRange? other) => other is not null && other.Text == Text;

    public override bool Equals(object? obj) => Equals(obj as VersionRange);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    private static bool IsNewer(TagName tag, SemVersion version, (TagName Tag, SemVersion Version)? newest) =>
        newest is not { } found || version.ComparePrecedenceTo(found.Version) switch
        {
            > 0 => true,
            0 => string.CompareOrdinal(tag.Value, found.Tag.Value) > 0,
            _ => false,
        };

    /// <summary>A version with a pre-release; the hyphen of a range has spaces around it.</summary>
    [GeneratedRegex(@"[0-9xX*]-[0-9A-Za-z]")]
    private static partial Regex Prerelease();
}

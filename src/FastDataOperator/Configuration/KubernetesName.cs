namespace FastDataOperator.Configuration;

/// <summary>Names as Kubernetes allows them (RFC 1123).</summary>
internal static class KubernetesName
{
    /// <summary>In characters.</summary>
    public const int LongestLabel = 63;

    /// <summary>In characters.</summary>
    public const int LongestSubdomain = 253;

    /// <summary>The form of a namespace's name.</summary>
    public static bool IsLabel(ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= LongestLabel && IsPart(name);

    /// <summary>The form of most other objects' names, and of hosts.</summary>
    public static bool IsSubdomain(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > LongestSubdomain)
        {
            return false;
        }

        foreach (var part in name.Split('.'))
        {
            if (!IsPart(name[part]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPart(ReadOnlySpan<char> part)
    {
        foreach (var character in part)
        {
            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character != '-')
            {
                return false;
            }
        }

        return part.Length > 0 && part[0] != '-' && part[^1] != '-';
    }
}

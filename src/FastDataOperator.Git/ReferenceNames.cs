using System.Buffers;

namespace FastDataOperator.Git;

/// <summary>Which short names of branches and tags Git accepts (git-check-ref-format(1)).</summary>
internal static class ReferenceNames
{
    private const int MaxLength = 1000;
    private static readonly SearchValues<char> Refused = SearchValues.Create(" ~^:?*[\\\u007f");

    public static bool IsValid(string name)
    {
        if (name.Length is 0 or > MaxLength || name is "@" or "HEAD" || name[0] == '-' || name[^1] == '.'
            || name.AsSpan().IndexOfAny(Refused) >= 0
            || name.Contains("..", StringComparison.Ordinal)
            || name.Contains("@{", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var character in name)
        {
            if (char.IsControl(character) || char.IsSurrogate(character) && !HasPairs(name))
            {
                return false;
            }
        }

        foreach (var segment in name.AsSpan().Split('/'))
        {
            var part = name.AsSpan()[segment];
            if (part.IsEmpty || part[0] == '.' || part.EndsWith(".lock", StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasPairs(string name)
    {
        for (var at = 0; at < name.Length; at++)
        {
            if (char.IsSurrogate(name[at]) && (!char.IsHighSurrogate(name[at]) || ++at == name.Length || !char.IsLowSurrogate(name[at])))
            {
                return false;
            }
        }

        return true;
    }
}

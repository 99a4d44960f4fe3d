namespace FastDataOperator.Api.V1Alpha1;

/// <summary>The forms of names in Kubernetes (RFC 1123, as its API conventions narrow it).</summary>
internal static class ObjectNames
{
    /// <summary>Labels with dots between them, at most 253 characters.</summary>
    public static bool IsSubdomain(string name) => name.Length <= 253 && Array.TrueForAll(name.Split('.'), part => IsPart(part, 253));

    /// <summary>At most 63 characters.</summary>
    public static bool IsLabel(string name) => IsPart(name, 63);

    private static bool IsPart(string part, int most) =>
        part.Length > 0 && part.Length <= most && part[0] != '-' && part[^1] != '-'
        && part.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');
}

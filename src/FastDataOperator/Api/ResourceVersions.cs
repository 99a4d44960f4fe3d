namespace FastDataOperator.Api;

/// <summary>Orders the states of objects of one kind (KEP-5504).</summary>
internal static class ResourceVersions
{
    /// <summary>Whether <paramref name="version"/> came after <paramref name="other"/>. What is no decimal number has no order: any other version counts as newer.</summary>
    public static bool IsNewer(string version, string other)
    {
        if (!IsNumber(version) || !IsNumber(other))
        {
            return version != other;
        }

        // They may outgrow 64 bits, and have no leading zeros.
        return version.Length != other.Length ? version.Length > other.Length : string.CompareOrdinal(version, other) > 0;
    }

    private static bool IsNumber(string version) => version.Length > 0 && version.All(char.IsAsciiDigit);
}

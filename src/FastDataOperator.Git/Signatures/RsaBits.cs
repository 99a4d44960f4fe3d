namespace FastDataOperator.Git.Signatures;

/// <summary>How long an RSA key may be: long enough to count, and short enough to be checked in no time.</summary>
internal static class RsaBits
{
    private const int Fewest = 2048;
    private const int Most = 8192;

    /// <returns>Continues the key's name in a message; null where its length will do.</returns>
    public static string? Problem(int bits) => bits is >= Fewest and <= Most ? null : $"has {bits} bits; for RSA, {Fewest} are the fewest and {Most} the most";
}

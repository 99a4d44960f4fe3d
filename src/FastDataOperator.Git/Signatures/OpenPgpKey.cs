using Org.BouncyCastle.Bcpg.OpenPgp;

namespace FastDataOperator.Git.Signatures;

/// <summary>One public key, and what its certificate says of it: worked out once, when it was read.</summary>
internal sealed record OpenPgpKey
{
    public required PgpPublicKey Public { get; init; }

    /// <summary>Why it signs nothing, at no time; null where it may. Continues its name in a message.</summary>
    public required string? Fault { get; init; }

    public required DateTimeOffset Begins { get; init; }

    /// <summary>Null where it never does.</summary>
    public required DateTimeOffset? Ends { get; init; }

    public string Name => "OpenPGP key " + Convert.ToHexString(Public.GetFingerprint());

    /// <summary>Why it signs nothing at a time; null where it may.</summary>
    public string? ProblemAt(DateTimeOffset when) =>
        Fault ?? (when < Begins ? $"is valid from {Text(Begins)} only" : Ends is { } end && when >= end ? $"expired at {Text(end)}" : null);

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}

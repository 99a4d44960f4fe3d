using FastDataOperator.Core.Findings;

namespace FastDataOperator.Secrets;

/// <summary>What reading a Secret of the cluster comes to.</summary>
internal abstract record SecretReading
{
    private SecretReading()
    {
    }

    /// <summary>Equal for readings between which nothing changed; <see langword="null"/> for one that failed.</summary>
    public abstract string? Mark { get; }

    /// <param name="Version">The Secret's uid and resource version: another one may hold something else.</param>
    internal sealed record Found(SecretValues Values, string Version) : SecretReading
    {
        public override string? Mark => Version;
    }

    /// <summary>It is missing, or may not be read.</summary>
    internal sealed record Refused(IReadOnlyList<Finding> Problems) : SecretReading
    {
        public override string? Mark => "-";
    }

    /// <summary>The API server did not answer, or not usefully: it may the next time.</summary>
    internal sealed record Failed(string Message) : SecretReading
    {
        public override string? Mark => null;
    }
}

namespace FastDataOperator.Git.Forges.Http;

/// <summary>What one sending of a request came to: an answer that the caller wants, or a failure.</summary>
/// <param name="MayRepeat">Whether sending it again could help, if that does no harm.</param>
internal readonly record struct ForgeOutcome(ForgeAnswer? Answer, GitException? Failure, bool MayRepeat)
{
    /// <exception cref="GitException">It was a failure.</exception>
    public ForgeAnswer OrThrow() => Answer ?? throw Failure!;
}

namespace FastDataOperator.Leadership;

/// <summary>What came of asking for a Lease.</summary>
internal abstract record LeaseAnswer
{
    private LeaseAnswer()
    {
    }

    /// <summary>It is ours.</summary>
    /// <param name="Since">A timestamp from before the request was sent: others count from a later moment.</param>
    internal sealed record Ours(long Since) : LeaseAnswer;

    /// <summary>Somebody else has it.</summary>
    /// <param name="Holder">Empty: it was given back.</param>
    /// <param name="Address">What it says of <see cref="LeaseClaim.Address"/>; whoever may write the Lease may write anything there.</param>
    internal sealed record Theirs(string Holder, string? Address) : LeaseAnswer;

    /// <summary>Somebody else wrote it in between; who has it is to be read again.</summary>
    internal sealed record Raced : LeaseAnswer;
}

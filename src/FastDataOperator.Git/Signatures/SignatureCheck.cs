namespace FastDataOperator.Git.Signatures;

/// <summary>What checking signatures comes to.</summary>
public abstract record SignatureCheck
{
    private SignatureCheck()
    {
    }

    /// <summary>Every object that must be signed is.</summary>
    /// <param name="By">The key's kind and fingerprint; two where commit and tag were signed with different ones.</param>
    public sealed record Good(string By) : SignatureCheck;

    /// <summary>One is not, or not by any of those that are trusted.</summary>
    /// <param name="Problem">A whole sentence without its full stop, which names the object.</param>
    public sealed record Bad(string Problem) : SignatureCheck;
}

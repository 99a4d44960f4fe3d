namespace FastDataOperator.Git;

/// <summary>What became of a branch that was to be deleted. Read off the remote afterwards, not off the push itself.</summary>
public abstract record DeleteResult
{
    private DeleteResult()
    {
    }

    /// <summary>The remote has no such branch any more, whoever deleted it.</summary>
    public sealed record Deleted : DeleteResult;

    /// <summary>The branch moved since it was seen: it stays (G2).</summary>
    /// <inheritdoc cref="PublishResult.Raced"/>
    public sealed record Raced(string What) : DeleteResult;

    /// <summary>The server does not let it go.</summary>
    /// <inheritdoc cref="PublishResult.Rejected"/>
    public sealed record Rejected(string ServerWords) : DeleteResult;
}

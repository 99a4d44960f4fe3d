namespace FastDataOperator.Git.Forges.BitbucketServer;

/// <summary>Somebody who takes part in a pull request.</summary>
internal sealed record BitbucketParticipant
{
    public required BitbucketUser User { get; init; }

    /// <summary><c>REVIEWER</c>; <see langword="null"/> where the place says it.</summary>
    public string? Role { get; init; }
}

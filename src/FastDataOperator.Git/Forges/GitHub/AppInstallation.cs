namespace FastDataOperator.Git.Forges.GitHub;

/// <summary>Answer of <c>GET /orgs/{org}/installation</c>, as far as it is read.</summary>
internal sealed record AppInstallation
{
    public required long Id { get; init; }
}

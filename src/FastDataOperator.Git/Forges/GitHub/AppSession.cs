namespace FastDataOperator.Git.Forges.GitHub;

/// <summary>One App's tokens for one repository.</summary>
internal sealed class AppSession(InstallationTokens tokens, GitCredentials.GitHubApp app, RepositoryAddress repository, RemoteAccess access)
{
    private string? _last;
    private bool _hasDropped;

    /// <summary>The token to send, exchanged for if need be.</summary>
    /// <inheritdoc cref="InstallationTokens.GetAsync"/>
    public async Task<string> TokenAsync(CancellationToken cancellationToken) => _last = await tokens.GetAsync(app, repository, access, cancellationToken);

    /// <summary>After the server did not accept the last token: drops it, once.</summary>
    /// <returns>Whether another one is worth a try.</returns>
    public bool Drop()
    {
        if (_hasDropped || _last is null)
        {
            return false;
        }

        _hasDropped = true;
        tokens.Drop(app, access, _last);
        return true;
    }
}

using FastDataOperator.Core.Findings;
using FastDataOperator.Git;

namespace FastDataOperator.Secrets;

/// <summary>The GitHub App that a Secret holds: its id, its installation or the owner that it is installed on, its key, and for GitHub Enterprise the address of the API.</summary>
internal static class SecretApps
{
    /// <returns><see langword="null"/> where it holds none.</returns>
    /// <exception cref="Imports.ImportRefusedException">A part is missing, or cannot be used.</exception>
    public static GitCredentials.GitHubApp? From(SecretValues secret)
    {
        if (!SecretKeys.OfApp.Any(secret.Has))
        {
            return null;
        }

        var id = secret.Filled(SecretKeys.AppId);
        var key = secret.Filled(SecretKeys.AppKey);
        if (id is null || key is null)
        {
            throw secret.Lacking(
                $"it has part of a GitHub App and no {(id is null ? SecretKeys.AppId : SecretKeys.AppKey)}",
                $"a GitHub App takes {SecretKeys.AppId}, {SecretKeys.AppKey}, and {SecretKeys.AppInstallation} or {SecretKeys.AppOwner}");
        }

        return GitCredentials.GitHubApp.TryCreate(
            id, secret.Filled(SecretKeys.AppInstallation), secret.Filled(SecretKeys.AppOwner), key, secret.Filled(SecretKeys.AppApi), out var app, out var problem)
            ? app
            : throw secret.Refusal(Reason.InvalidValue, $"its GitHub App cannot be used: {problem}", $"correct the keys that begin with {SecretKeys.AppPrefix}");
    }
}

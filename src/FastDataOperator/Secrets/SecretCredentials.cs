using FastDataOperator.Core.Findings;
using FastDataOperator.Git;
using FastDataOperator.Imports;

namespace FastDataOperator.Secrets;

/// <summary>What Secrets say about reaching a repository, for a manifest's Secret as for one of a cluster. The keys are listed in <see cref="SecretKeys"/>;
/// others are left out, as Flux does it, but for those that look misspelt.</summary>
internal static class SecretCredentials
{
    private const string Takes = "username with password, bearerToken, identity with known_hosts, ca.crt, tls.crt with tls.key, or the githubApp… keys";

    /// <summary>The user of a token that is given as a password alone; forges ignore it.</summary>
    private const string AnyUser = "git";

    /// <summary>Puts a repository's access together from what its location names.</summary>
    /// <param name="secret"><c>secretRef</c>; <see langword="null"/> where there is none.</param>
    /// <param name="proxy"><c>proxySecretRef</c>; <see langword="null"/> where there is none.</param>
    /// <exception cref="ImportRefusedException">One of them holds nothing that is known here, contradicts itself, or has a value that cannot be used.</exception>
    public static RemoteAccess From(SecretValues? secret, SecretValues? proxy)
    {
        var access = secret is null ? RemoteAccess.Anonymous : From(secret);
        return proxy is null ? access : access with { Proxy = SecretProxies.From(proxy) };
    }

    private static RemoteAccess From(SecretValues secret)
    {
        secret.RefuseFormerKeys();
        var key = SshKey(secret);
        var credentials = key ?? Credentials(secret);
        var trust = SecretTrust.From(secret, takesCertificate: true);
        if (credentials is null && trust is null)
        {
            throw secret.Unusable("a repository's takes " + Takes, SecretKeys.OfAccess);
        }

        var access = new RemoteAccess { Credentials = credentials ?? GitCredentials.Anonymous, Trust = trust ?? RemoteTrust.Machine, ApiCredentials = key is null ? null : OfApi(secret) };
        secret.RefuseMisspeltKeys(SecretKeys.OfAccess);
        return access;
    }

    /// <summary>Who asks over SSH; <see langword="null"/> where the Secret holds no key.</summary>
    private static GitCredentials.SshKey? SshKey(SecretValues secret)
    {
        var knownHosts = secret.Filled(SecretKeys.KnownHosts);
        if (!secret.Has(SecretKeys.Identity))
        {
            return knownHosts is null ? null
                : throw secret.Lacking($"it has {SecretKeys.KnownHosts} and no {SecretKeys.Identity}", $"add the private key as {SecretKeys.Identity}");
        }

        return secret.Filled(SecretKeys.Identity) is not { } identity
            ? throw secret.Refusal(Reason.InvalidValue, $"{SecretKeys.Identity} is empty", "put the private key there", SecretKeys.Identity)
            : knownHosts is null
            ? throw secret.Lacking(
                $"it has {SecretKeys.Identity} and no {SecretKeys.KnownHosts}, without which nobody could tell the server from another",
                $"add the line of ssh-keyscan HOST as {SecretKeys.KnownHosts}, once its fingerprint is what the server's owners publish")
            : new GitCredentials.SshKey(identity, secret.Text(SecretKeys.Password) is { Length: > 0 } passphrase ? passphrase : null, knownHosts);
    }

    /// <summary>Who asks the forge's API, because it takes no key.</summary>
    private static GitCredentials OfApi(SecretValues secret)
    {
        var token = secret.Text(SecretKeys.BearerToken);
        return SecretApps.From(secret) is not { } app ? token is null ? GitCredentials.Anonymous : new GitCredentials.Bearer(token)
            : token is null ? app
            : throw secret.Refusal(Reason.InvalidValue, $"it has a GitHub App and {SecretKeys.BearerToken}", "keep one of them");
    }

    private static GitCredentials? Credentials(SecretValues secret)
    {
        var token = secret.Text(SecretKeys.BearerToken);
        var user = secret.Text(SecretKeys.Username);
        var password = secret.Text(SecretKeys.Password);
        if (token is not null && password is not null)
        {
            throw secret.Refusal(Reason.InvalidValue, $"it has both {SecretKeys.BearerToken} and {SecretKeys.Password}", "keep one of them");
        }

        if (SecretApps.From(secret) is { } app)
        {
            return token is null && password is null ? app : throw secret.Refusal(
                Reason.InvalidValue, $"it has a GitHub App and {(token is null ? SecretKeys.Password : SecretKeys.BearerToken)}", "keep one of them");
        }

        if (user is not null && password is null)
        {
            throw secret.Lacking($"it has {SecretKeys.Username} and no {SecretKeys.Password}", $"add {SecretKeys.Password}; a token goes there too");
        }

        return token is not null ? new GitCredentials.Bearer(token)
            : password is not null ? new GitCredentials.Basic(user ?? AnyUser, password)
            : null;
    }
}

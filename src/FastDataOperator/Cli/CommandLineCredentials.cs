using FastDataOperator.Api;
using FastDataOperator.Core.Findings;
using FastDataOperator.Git;
using FastDataOperator.Git.Signatures;
using FastDataOperator.Imports;
using FastDataOperator.Manifests;
using FastDataOperator.Secrets;

namespace FastDataOperator.Cli;

/// <summary>Credentials of a person: a Secret among the manifests where one is named, else what git's own credential helpers know.</summary>
internal sealed class CommandLineCredentials(IReadOnlyList<SecretManifest> secrets, TimeProvider timeProvider) : ICredentialSource
{
    /// <summary>How long a credential helper may take.</summary>
    private static readonly TimeSpan s_helperDeadline = TimeSpan.FromSeconds(30);

    public ValueTask<RemoteAccess> FindAsync(ProjectLocation location, CancellationToken cancellationToken) => ValueTask.FromResult(Find(location));

    public async ValueTask<RemoteAccess?> FindAfterRefusalAsync(ProjectLocation location, CancellationToken cancellationToken) =>
        Find(location) is { Credentials: GitCredentials.None } access
        && await new GitCredentialHelper(timeProvider).FindAsync(location.Address, s_helperDeadline, cancellationToken) is var found and not GitCredentials.None
            ? access with { Credentials = found }
            : null;

    private RemoteAccess Find(ProjectLocation location) => SecretCredentials.From(
        Read(location.Secret, location, "secretRef", "leave secretRef out to use git's credential helper"),
        Read(location.ProxySecret, location, "proxySecretRef", "leave proxySecretRef out to use HTTPS_PROXY and NO_PROXY"));

    public ValueTask<TrustedSigners> FindSignersAsync(ObjectKey secret, CancellationToken cancellationToken) =>
        ValueTask.FromResult(SecretSigners.From(Read(secret, "the source's verify", "leave verify out")));

    public ValueTask<CommitSigner> FindSigningKeyAsync(ObjectKey secret, CancellationToken cancellationToken) =>
        ValueTask.FromResult(SecretSigningKeys.From(Read(secret, "the signing key", "leave signingKey out")));

    private SecretValues? Read(ObjectKey? named, ProjectLocation location, string field, string otherwise) =>
        named is { } name ? Read(name, $"the {field} of the project {location.Project}", otherwise) : null;

    private SecretValues Read(ObjectKey name, string by, string otherwise)
    {
        var secret = secrets.FirstOrDefault(secret => secret.Namespace == name.Namespace && secret.Name == name.Name)
            ?? throw Complaint.Of(
                Reason.SecretMissing,
                "manifest",
                $"the Secret {name} that {by} names is not among the manifests",
                $"add its file with another -f, or {otherwise}{Near(name)}");
        return new SecretValues(name, secret.Data, secret.Locate);
    }

    private string Near(ObjectKey name)
    {
        // Of the same name in another namespace first: a manifest without one is the usual mistake.
        var namesakes = secrets.Where(secret => secret.Name == name.Name).Select(secret => $"{secret.Namespace}/{secret.Name}").ToList();
        var near = namesakes.Count > 0 ? namesakes : NearestNames.Of(name.ToString(), secrets.Select(secret => $"{secret.Namespace}/{secret.Name}"));
        return near.Count == 0 ? "" : $"; there is {string.Join(" and ", near)}";
    }
}

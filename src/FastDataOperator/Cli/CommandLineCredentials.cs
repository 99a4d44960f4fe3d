using FastDataOperator.Api;
using FastDataOperator.Core.Findings;
using FastDataOperator.Git;
using FastDataOperator.Imports;
using FastDataOperator.Manifests;
using FastDataOperator.Secrets;

namespace FastDataOperator.Cli;

/// <summary>Credentials of a person: a Secret among the manifests where one is named, else what git's own credential helpers know.</summary>
internal sealed class CommandLineCredentials(IReadOnlyList<SecretManifest> secrets, TimeProvider timeProvider) : ICredentialSource
{
    /// <summary>How long a credential helper may take.</summary>
    private static readonly TimeSpan s_helperDeadline = TimeSpan.FromSeconds(30);

    public ValueTask<RemoteAccess> FindAsync(ProjectLocation location, CancellationToken cancellationToken)
    {
        if (location.Secret is not { } name)
        {
            return ValueTask.FromResult(RemoteAccess.Anonymous);
        }

        var secret = secrets.FirstOrDefault(secret => secret.Namespace == name.Namespace && secret.Name == name.Name)
            ?? throw Complaint.Of(
                Reason.SecretMissing,
                "manifest",
                $"the Secret {name} that {location.Project} names is not among the manifests",
                $"add its file with another -f, or leave secretRef out to use git's credential helper{Near(name)}");
        return ValueTask.FromResult(SecretCredentials.From(name, secret.Data));
    }

    public async ValueTask<RemoteAccess?> FindAfterRefusalAsync(ProjectLocation location, CancellationToken cancellationToken) =>
        await new GitCredentialHelper(timeProvider).FindAsync(location.Address, s_helperDeadline, cancellationToken) is var found and not GitCredentials.None ? new RemoteAccess { Credentials = found } : null;

    private string Near(ObjectKey name)
    {
        var near = NearestNames.Of(name.ToString(), secrets.Select(secret => $"{secret.Namespace}/{secret.Name}"));
        return near.Count == 0 ? "" : $"; there is {string.Join(" and ", near)}";
    }
}

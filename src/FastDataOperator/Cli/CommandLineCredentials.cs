using System.Text;
using FastDataOperator.Api;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Reports;
using FastDataOperator.Git;
using FastDataOperator.Imports;
using FastDataOperator.Manifests;

namespace FastDataOperator.Cli;

/// <summary>Credentials of a person: a Secret among the manifests where one is named, else what git's own credential helpers know.</summary>
internal sealed class CommandLineCredentials(IReadOnlyList<SecretManifest> secrets, TimeProvider timeProvider) : ICredentialSource
{
    /// <summary>How long a credential helper may take.</summary>
    private static readonly TimeSpan s_helperDeadline = TimeSpan.FromSeconds(30);

    private const string Username = "username";
    private const string Password = "password";
    private const string BearerToken = "bearerToken";

    public ValueTask<GitCredentials> FindAsync(ProjectLocation location, CancellationToken cancellationToken)
    {
        if (location.Secret is not { } name)
        {
            return ValueTask.FromResult(GitCredentials.Anonymous);
        }

        var secret = secrets.FirstOrDefault(secret => secret.Namespace == name.Namespace && secret.Name == name.Name)
            ?? throw Complaint.Of(
                Reason.SecretMissing,
                "manifest",
                $"the Secret {name} that {location.Project} names is not among the manifests",
                $"add its file with another -f, or leave secretRef out to use git's credential helper{Near(name)}");
        return ValueTask.FromResult(From(secret));
    }

    public async ValueTask<GitCredentials?> FindAfterRefusalAsync(ProjectLocation location, CancellationToken cancellationToken) =>
        await new GitCredentialHelper(timeProvider).FindAsync(location.Address, s_helperDeadline, cancellationToken) is var found and not GitCredentials.None ? found : null;

    private static GitCredentials From(SecretManifest secret)
    {
        var hasToken = secret.Data.ContainsKey(BearerToken);
        var hasPassword = secret.Data.ContainsKey(Password);
        if (hasToken && hasPassword)
        {
            throw Complaint.Of(Reason.InvalidValue, "manifest", $"{secret} has both {BearerToken} and {Password}", "keep one of them");
        }

        if (hasToken)
        {
            return new GitCredentials.Bearer(Value(secret, BearerToken));
        }

        return hasPassword
            ? new GitCredentials.Basic(secret.Data.ContainsKey(Username) ? Value(secret, Username) : "git", Value(secret, Password))
            : throw Complaint.Of(
                Reason.NotSupported,
                "manifest",
                $"{secret} has the keys {string.Join(", ", secret.Data.Keys.Order(StringComparer.Ordinal).Select(key => PlainText.Line(key, 40)))}, and this version takes {Username} with {Password}, or {BearerToken}",
                "give it those keys");
    }

    private static string Value(SecretManifest secret, string key)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(secret.Data[key]).TrimEnd('\r', '\n');
        }
        catch (DecoderFallbackException)
        {
            throw Complaint.Of(Reason.InvalidEncoding, "manifest", $"{secret}: {key} is not UTF-8", "encode it as UTF-8");
        }
    }

    private string Near(ObjectKey name)
    {
        var near = NearestNames.Of(name.ToString(), secrets.Select(secret => $"{secret.Namespace}/{secret.Name}"));
        return near.Count == 0 ? "" : $"; there is {string.Join(" and ", near)}";
    }
}

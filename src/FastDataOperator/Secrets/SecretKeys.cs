using FastDataOperator.Core.Findings;

namespace FastDataOperator.Secrets;

/// <summary>The one list of keys that Secrets are read by: those that Flux users know. What they mean is in docs/secrets.md.</summary>
internal static class SecretKeys
{
    public const string Username = "username";
    public const string Password = "password";
    public const string BearerToken = "bearerToken";

    /// <summary>The private key of ssh; beside it <see cref="Password"/> is its passphrase, and <see cref="BearerToken"/> is for the forge's API alone.</summary>
    public const string Identity = "identity";

    /// <summary>The keys of ssh servers, in the form of the file of that name.</summary>
    public const string KnownHosts = "known_hosts";

    /// <summary>Authorities in PEM form.</summary>
    public const string Authorities = "ca.crt";

    /// <summary>The client's certificate in PEM form.</summary>
    public const string Certificate = "tls.crt";

    /// <summary>Its private key in PEM form.</summary>
    public const string CertificateKey = "tls.key";

    /// <summary>What the keys of a GitHub App begin with.</summary>
    public const string AppPrefix = "githubApp";

    public const string AppId = "githubAppID";
    public const string AppInstallation = "githubAppInstallationID";

    /// <summary>The organisation or user that the App is installed on, where its installation's id is not given.</summary>
    public const string AppOwner = "githubAppInstallationOwner";

    /// <summary>The App's private key in PEM form.</summary>
    public const string AppKey = "githubAppPrivateKey";

    /// <summary>The API of GitHub Enterprise, <c>https://host/api/v3</c>.</summary>
    public const string AppApi = "githubAppBaseURL";

    /// <summary>A proxy's URL.</summary>
    public const string Address = "address";

    /// <summary>An OpenPGP private key, armored.</summary>
    public const string OpenPgpKey = "git.asc";

    /// <summary>Of <see cref="OpenPgpKey"/>.</summary>
    public const string Passphrase = "passphrase";

    /// <summary>At the end of keys, of any name, that hold OpenPGP public keys.</summary>
    public const string OpenPgpSigners = ".asc";

    /// <summary>What commits are signed with.</summary>
    public static readonly IReadOnlyList<string> OfSigning = [OpenPgpKey, Passphrase, Identity, Password];

    /// <summary>At the end of keys, of any name, that hold SSH public keys.</summary>
    public static readonly IReadOnlyList<string> SshSigners = [".pub", ".sshpub"];

    /// <summary>What makes up a GitHub App.</summary>
    public static readonly IReadOnlyList<string> OfApp = [AppId, AppInstallation, AppOwner, AppKey, AppApi];

    /// <summary>What says how a repository is reached.</summary>
    public static readonly IReadOnlyList<string> OfAccess = [Username, Password, BearerToken, Identity, KnownHosts, Authorities, Certificate, CertificateKey, .. OfApp];

    /// <summary>What says how a proxy is reached.</summary>
    public static readonly IReadOnlyList<string> OfProxy = [Address, Username, Password, Authorities];

    /// <summary>Spellings of Flux's first years, which it still reads with a warning, and what they are called now.</summary>
    public static readonly IReadOnlyDictionary<string, string> Former = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["caFile"] = Authorities,
        ["certFile"] = Certificate,
        ["keyFile"] = CertificateKey,
    };

    /// <summary>Whether a key is read, if not here then where the same Secret serves for something else.</summary>
    public static bool IsKnown(string key) =>
        OfAccess.Contains(key) || OfProxy.Contains(key) || OfSigning.Contains(key) || SshSigners.Append(OpenPgpSigners).Any(end => key.EndsWith(end, StringComparison.Ordinal));

    /// <summary>Asks which known keys were meant by those that are there.</summary>
    /// <returns>Empty where nothing is near.</returns>
    public static string Near(IEnumerable<string> there, IReadOnlyList<string> known)
    {
        var meant = there.SelectMany(key => NearestNames.Of(key, known, most: 1)).Distinct().Order(StringComparer.Ordinal).ToList();
        return meant.Count == 0 ? "" : $"; did you mean {string.Join(" and ", meant)}?";
    }
}

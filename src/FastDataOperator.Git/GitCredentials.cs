using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using FastDataOperator.Git.Signatures;

namespace FastDataOperator.Git;

/// <summary>What proves to a server who asks. Never printed: <see cref="ToString"/> names the kind only.</summary>
public abstract record GitCredentials
{
    private GitCredentials()
    {
    }

    public static GitCredentials Anonymous { get; } = new None();

    /// <summary>Names the kind, never the secret.</summary>
    public sealed override string ToString() => GetType().Name;

    /// <summary>The value of the Authorization header, or null when there is nothing to send.</summary>
    /// <exception cref="FormatException">A part holds a character that a header or the Basic scheme cannot carry.</exception>
    internal string? ToHeader() => this switch
    {
        Basic basic => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(CheckedUser(basic.User) + ":" + Checked(basic.Password))),
        Bearer bearer => "Bearer " + CheckedToken(bearer.Token),
        _ => null,
    };

    /// <summary>The token in these alone: Git takes it as the password of any user, or as the user of no password. Others stay as they are.</summary>
    internal GitCredentials AsToken() => this switch
    {
        Basic { Password: "" or "x-oauth-basic" } basic => new Bearer(basic.User),
        Basic basic => new Bearer(basic.Password),
        _ => this,
    };

    /// <inheritdoc cref="SecretDigest"/>
    internal string Digest() => this switch
    {
        Basic basic => SecretDigest.Of(nameof(Basic), basic.User, basic.Password),
        Bearer bearer => SecretDigest.Of(nameof(Bearer), bearer.Token),
        SshKey key => SecretDigest.Of(nameof(SshKey), key.PrivateKey, key.Passphrase, key.KnownHosts),
        GitHubApp app => SecretDigest.Of(nameof(GitHubApp), app.AppId, app.InstallationId, app.Owner, app.Api?.AbsoluteUri, app.PrivateKey),
        _ => SecretDigest.Of(GetType().Name),
    };

    private static string CheckedUser(string user) =>
        user.Contains(':', StringComparison.Ordinal) ? throw new FormatException("the user name holds a colon") : Checked(user);

    private static string Checked(string text)
    {
        foreach (var character in text)
        {
            if (char.IsControl(character))
            {
                throw new FormatException("they hold a control character (a line break at the end of a file?)");
            }
        }

        return text;
    }

    private static string CheckedToken(string token)
    {
        foreach (var character in Checked(token))
        {
            if (character is <= ' ' or > '~')
            {
                throw new FormatException("the token holds a character that no token has");
            }
        }

        return token.Length > 0 ? token : throw new FormatException("the token is empty");
    }

    /// <summary>Nothing: what public repositories and local paths need.</summary>
    public sealed record None : GitCredentials;

    /// <summary>RFC 7617.</summary>
    public sealed record Basic(string User, string Password) : GitCredentials;

    /// <summary>RFC 6750.</summary>
    public sealed record Bearer(string Token) : GitCredentials;

    /// <summary>What a person's <c>~/.ssh</c> holds for one server. Nothing else of the machine's configuration counts beside it.</summary>
    /// <param name="PrivateKey">In OpenSSH's or in PEM form.</param>
    /// <param name="Passphrase">Null where the key is not encrypted.</param>
    /// <param name="KnownHosts">The server's own keys, as <c>known_hosts</c> holds them (sshd(8)). A server that is not among them is sent nothing.</param>
    public sealed record SshKey(string PrivateKey, string? Passphrase, string KnownHosts) : GitCredentials;

    /// <summary>A GitHub App, installed on the owner of the repository: it is exchanged for a token that lasts an hour, which is what Git and the API get
    /// (docs.github.com, "Authenticating as a GitHub App installation").</summary>
    public sealed record GitHubApp : GitCredentials
    {
        private const int MostKey = 32 * 1024;

        private GitHubApp(string appId, string? installationId, string? owner, string privateKey, Uri? api)
        {
            AppId = appId;
            InstallationId = installationId;
            Owner = owner;
            PrivateKey = privateKey;
            Api = api;
        }

        /// <summary>The App's id, or its client id.</summary>
        public string AppId { get; }

        /// <summary><see langword="null"/>: found by <see cref="Owner"/>.</summary>
        public string? InstallationId { get; }

        /// <summary>The organisation or user that the App is installed on; <see langword="null"/> where the installation's id is given.</summary>
        public string? Owner { get; }

        /// <summary>Where the API is, without a slash at the end; <see langword="null"/> for github.com.</summary>
        public Uri? Api { get; }

        /// <summary>PEM, RSA.</summary>
        internal string PrivateKey { get; }

        /// <summary>Checks all parts.</summary>
        /// <param name="installationId">Goes before <paramref name="owner"/>; one of them is needed.</param>
        /// <param name="api">Of GitHub Enterprise: <c>https://host/api/v3</c>.</param>
        /// <param name="problem">What is wrong with which part; never tells the key.</param>
        public static bool TryCreate(
            string appId, string? installationId, string? owner, string privateKey, string? api,
            [NotNullWhen(true)] out GitHubApp? app, [NotNullWhen(false)] out string? problem)
        {
            Uri? url = null;
            problem = !IsName(appId) ? "the App's id is the number on its page, or its client id"
                : installationId is not null && (installationId.Length is 0 or > 20 || !installationId.All(char.IsAsciiDigit)) ? "the installation's id is a number"
                : installationId is null && owner is null ? "an installation is needed: its id, or the owner that the App is installed on"
                : installationId is null && !IsName(owner!) ? "the owner is the name of an organisation or user"
                : api is not null && !IsApi(api, out url) ? "the address of the API is an https:// one without user, query or fragment, such as https://github.example.com/api/v3"
                : IsKey(privateKey) ? null
                : "the private key is no RSA key in PEM that needs no passphrase";
            app = problem is null ? new GitHubApp(appId, installationId, installationId is null ? owner : null, privateKey, url) : null;
            return problem is null;
        }

        private static bool IsName(string text) => text.Length is > 0 and <= 100 && text.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.')
            && text is not ("." or "..");

        private static bool IsApi(string text, out Uri? url) =>
            Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out url) && UrlHost.IsValid(url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)
            && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0;

        private static bool IsKey(string pem)
        {
            if (pem.Length > MostKey)
            {
                return false;
            }

            try
            {
                using var key = RSA.Create();
                key.ImportFromPem(pem);

                // A public key can be read as well, but not be signed with.
                return RsaBits.Problem(key.KeySize) is null && key.SignData([], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).Length > 0;
            }
            catch (Exception exception) when (exception is ArgumentException or CryptographicException)
            {
                return false;
            }
        }
    }
}

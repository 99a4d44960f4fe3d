using System.Text;

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
}

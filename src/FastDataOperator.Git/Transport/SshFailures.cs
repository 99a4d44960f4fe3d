using System.Globalization;
using System.Text.RegularExpressions;

namespace FastDataOperator.Git.Transport;

/// <summary>What the words of OpenSSH, of Git and of forges mean for whoever asked. ssh says nothing by its exit code but that it was ssh.</summary>
internal static partial class SshFailures
{
    /// <summary>ssh's own exit code; others are the remote program's.</summary>
    private const int OfSsh = 255;

    private const int CommandNotFound = 127;

    /// <summary>Most characters of somebody else's words that are repeated.</summary>
    private const int MaxWords = 1000;

    private static readonly string[] s_notFound =
    [
        "not appear to be a git repository", "Repository not found", "repository not found", "could not be found", "Cannot find repository", "Repository does not exist", "does not exist or you do not have",
        "A repository for this project does not exist yet", "TF401019", "mis-spelled the reponame", "no such repository", "No such project",
    ];

    private static readonly string[] s_denied =
    [
        "DENIED by", "Permission to ", "marked as read only", "not allowed to push", "does not have write access", "does not have sufficient access", "not authorized", "Unauthorized", "You are not allowed",
        "dubious ownership", "do not have permission", "Access denied", "access denied", "insufficient permission",
    ];

    /// <param name="said">What ssh and the program on the other side wrote to standard error.</param>
    public static GitException Explain(GitOperation operation, SshLocation location, int exitCode, string said) => ExplainWords(operation, location, exitCode, PlaceOfForcedWords().Replace(said, ""));

    private static GitException ExplainWords(GitOperation operation, SshLocation location, int exitCode, string words) =>
        exitCode == OfSsh ? ExplainConnection(operation, location, words)
        : exitCode == CommandNotFound ? operation.Fail(GitFailure.ServerError, false, "is on a server where Git was not found: " + Quote(words))
        : HasAny(words, s_notFound) ? operation.Fail(
            GitFailure.RepositoryNotFound, false,
            "was not found. Check the address; servers also say this of private repositories to whoever may not see them. " + Quote(words))
        : HasAny(words, s_denied) ? operation.Fail(GitFailure.AccessDenied, false, "refuses access. Check what the key is allowed to do. " + Quote(words))
        : exitCode == 0 && words.Length == 0 ? operation.Fail(GitFailure.ProtocolError, false, "does not answer as a Git repository does. Check the address.")
        : operation.Fail(
            GitFailure.ServerError, false, string.Create(CultureInfo.InvariantCulture, $"could not be served: its program stopped with exit code {exitCode}. {Quote(words)}").TrimEnd());

    private static GitException ExplainConnection(GitOperation operation, SshLocation location, string words)
    {
        if (words.Contains("No user exists for uid", StringComparison.Ordinal))
        {
            return operation.Fail(
                GitFailure.SshMissing, false,
                "is reached with the ssh program, which does not run for a user without an entry in /etc/passwd. Run as one that the image has.");
        }

        if (words.Contains("REVOKED HOST KEY", StringComparison.Ordinal) || words.Contains("revoked host key", StringComparison.Ordinal))
        {
            return operation.Fail(GitFailure.InsecureConnection, false, $"showed a host key that known_hosts revokes{Fingerprint(words)}. Nothing was sent.");
        }

        if (words.Contains("REMOTE HOST IDENTIFICATION HAS CHANGED", StringComparison.Ordinal) || words.Contains("has changed and you have requested", StringComparison.Ordinal))
        {
            return operation.Fail(
                GitFailure.InsecureConnection, false,
                $"showed another host key{Fingerprint(words)} than known_hosts has for {location.KnownHostsName}. Nothing was sent: somebody may be in between. "
                + $"If its owners say that it was replaced, and by this one, put the new line into known_hosts ({Scan(location)}).");
        }

        if (words.Contains("Host key verification failed", StringComparison.Ordinal))
        {
            return operation.Fail(
                GitFailure.InsecureConnection, false,
                $"is not known: known_hosts has no key of {location.KnownHostsName}. Nothing was sent. Get its line with {Scan(location)}, compare it with what "
                + "its owners publish (ssh-keygen -lf shows the fingerprint), and put it into known_hosts.");
        }

        if (words.Contains("Unable to negotiate", StringComparison.Ordinal))
        {
            return operation.Fail(GitFailure.InsecureConnection, false, "and the ssh program here have no way to encrypt in common. " + Quote(words));
        }

        if (words.Contains("Load key", StringComparison.Ordinal))
        {
            return operation.Fail(GitFailure.AuthenticationFailed, false, "could not be asked with this key, which ssh does not read. " + Quote(words));
        }

        return words.Contains("Permission denied (", StringComparison.Ordinal) || words.Contains("Too many authentication failures", StringComparison.Ordinal)
            ? operation.Fail(
                GitFailure.AuthenticationFailed, false,
                "did not accept the key. Check that it is the right one, that its public half is registered there, and the user in the address. " + Quote(words))
            : words.Contains("Could not resolve hostname", StringComparison.Ordinal)
            ? operation.Fail(GitFailure.ConnectionFailed, true, "could not be reached: its host name is unknown here.")
            : words.Contains("connect to host", StringComparison.Ordinal) || words.Contains("banner exchange", StringComparison.Ordinal)
            ? operation.Fail(GitFailure.ConnectionFailed, true, "could not be reached. " + Quote(words))
            : operation.Fail(GitFailure.ConnectionFailed, true, ("broke the connection off. " + Quote(words)).TrimEnd());
    }

    private static string Scan(SshLocation location) =>
        $"ssh-keyscan {(location.Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"-p {port} ") : "")}{location.Host}";

    private static string Fingerprint(string words) => FingerprintForm().Match(words) is { Success: true } found ? $" ({found.Value})" : "";

    private static string Quote(string words)
    {
        var line = words.ReplaceLineEndings(" ").Trim();
        return line.Length == 0 ? "" : "It says: " + (line.Length > MaxWords ? "…" + line[^MaxWords..] : line);
    }

    private static bool HasAny(string words, string[] known) => Array.Exists(known, each => words.Contains(each, StringComparison.Ordinal));

    /// <summary>What ssh puts before each message that <see cref="SshCommand"/> has it say at any level: a line of its source, and a process.</summary>
    [GeneratedRegex(@"^packet\.c:sshpkt_vfatal\(\):[0-9]+ \(pid=[0-9]+\): ", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex PlaceOfForcedWords();

    [GeneratedRegex("SHA256:[A-Za-z0-9+/]{43}", RegexOptions.CultureInvariant)]
    private static partial Regex FingerprintForm();
}

using System.ComponentModel;
using System.Net;
using System.Net.Sockets;

namespace FastDataOperator.Git.Transport;

/// <summary>Opens connections with the OpenSSH client: to addresses that the policy lets be reached, with a key that lies on disk only until the other
/// side has let us in.</summary>
internal sealed class SshStart(RemotePolicy policy, string scratchRoot, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <summary>Most of a host's addresses that are tried.</summary>
    private const int MaxAddresses = 4;

    /// <summary>What of the credentials ssh takes; null for this user's own configuration.</summary>
    /// <exception cref="GitException">Nothing, and this user's configuration does not count either.</exception>
    public GitCredentials.SshKey? Key(GitOperation operation, RemoteAccess access) => access.Credentials switch
    {
        _ when access.Proxy is { } proxy => throw operation.Fail(
            GitFailure.NotAllowed, false, $"is reached over SSH, which goes through no proxy here, and {proxy.Display} was named. Leave the proxy out, or use the https:// address."),
        GitCredentials.SshKey key => SshIdentity.Problem(key) is { } problem ? throw operation.Fail(problem.Reason, false, problem.What) : key,
        GitCredentials.None when policy.AllowSshConfiguration => null,
        GitCredentials.None => throw operation.Fail(
            GitFailure.AuthenticationFailed, false, "is reached over SSH, and no key was given. Name a Secret with identity and known_hosts."),
        _ => throw operation.Fail(
            GitFailure.AuthenticationFailed, false,
            "is reached over SSH, which takes a key, and the credentials are for http. Give identity and known_hosts, or use the https:// address."),
    };

    /// <summary>A session whose other side has spoken.</summary>
    /// <exception cref="GitException">There is none.</exception>
    public SshSession Open(GitOperation operation, SshLocation location, GitCredentials.SshKey? key, GitService service, bool protocolV2)
    {
        var addresses = Addresses(operation, location);
        for (var at = 0; ; at++)
        {
            try
            {
                return Open(operation, new SshCommand(location, addresses[at], service, protocolV2), key);
            }
            catch (GitException exception) when (exception.Reason is GitFailure.ConnectionFailed && at + 1 < Math.Min(addresses.Length, MaxAddresses))
            {
                operation.ForgiveFailure();
            }
        }
    }

    private SshSession Open(GitOperation operation, SshCommand command, GitCredentials.SshKey? key)
    {
        using var files = key is null ? null : SshKeyFiles.Write(scratchRoot, key);
        SshSession session;
        try
        {
#pragma warning disable CA2000 // the service's, or disposed
            session = new SshSession(operation, command.Location, command.Service, command.StartInfo(files));
#pragma warning restore CA2000
        }
        catch (Win32Exception)
        {
            throw operation.Fail(
                GitFailure.SshMissing, false,
                "is reached with the ssh program, which was not found. Install the OpenSSH client (in a container: an image that has it), or use an https:// address.");
        }

        try
        {
            if (session.ReadGreeting())
            {
                return session;
            }

            var (exitCode, words) = session.Exit();
            throw files?.IsPassphraseWrong == true
                ? operation.Fail(GitFailure.AuthenticationFailed, false, "could not be asked with this key: its passphrase is another. Correct the passphrase (password).")
                : SshFailures.Explain(operation, command.Location, exitCode, words);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Where to connect to: looked up once and judged, and then no other; or the host's name, where nobody judges.</summary>
    private IPAddress?[] Addresses(GitOperation operation, SshLocation location)
    {
        if (!policy.JudgesAddresses)
        {
            return [null];
        }

        IPAddress[] addresses;
        try
        {
            addresses = IPAddress.TryParse(location.Host, out var literal) ? [literal] : resolve(location.Host, operation.Cancellation).GetAwaiter().GetResult();
            addresses = policy.Filter(location.Host, location.ConnectPort, addresses);
        }
        catch (SocketException)
        {
            addresses = [];
        }
        catch (GitException refused)
        {
            throw operation.Fail(refused.Reason, false, refused.Message);
        }

        return addresses.Length > 0 ? addresses : throw operation.Fail(GitFailure.ConnectionFailed, true, "could not be reached: its host name is unknown here.");
    }
}

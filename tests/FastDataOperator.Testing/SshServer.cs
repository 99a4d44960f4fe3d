using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FastDataOperator.Testing;

/// <summary>Repositories over SSH as they are served in earnest: OpenSSH's <c>sshd</c> on a free loopback port, with host keys, a configuration and authorized
/// keys of its own, as whoever runs the tests. Needs the packages openssh-server, openssh-client and git.</summary>
public sealed class SshServer : IDisposable
{
    private const string Missing = "sshd was not found: these tests need the packages openssh-server and openssh-client.";
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory _directory = new();
    private readonly SshServerOptions _options;
    private readonly StringBuilder _log = new();
    private WatchedProcess? _process;

    private SshServer(SshServerOptions options) => _options = options;

    public int Port { get; private set; }

    /// <summary>Where the repositories lie; URLs name them by their whole path.</summary>
    public string RepositoryRoot => _directory["repositories"];

    /// <summary>A key that may do everything.</summary>
    public SshKeyPair UserKey { get; private set; } = new("", "");

    /// <summary>The public half of the host key, as <c>known_hosts</c> has it behind the name.</summary>
    public string HostKey => File.ReadAllText(_directory["host.pub"]).Trim();

    /// <summary>The line of <c>known_hosts</c> for this server.</summary>
    public string KnownHosts => KnownHostsAs("127.0.0.1");

    /// <summary>What sshd printed so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <exception cref="InvalidOperationException">A program is missing or did not start; the message says which.</exception>
    public static SshServer Start(SshServerOptions? options = null)
    {
        var server = new SshServer(options ?? new SshServerOptions());
        try
        {
            server.Launch();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>The line of <c>known_hosts</c> for this server under another name.</summary>
    public string KnownHostsAs(string host) => string.Create(CultureInfo.InvariantCulture, $"[{host}]:{Port} {HostKey}");

    /// <summary>Makes an empty bare repository that this server serves.</summary>
    public TestRepository CreateRepository(string name, string defaultBranch = "main")
    {
        var repository = TestRepository.CreateBare(Path.Combine(RepositoryRoot, name), defaultBranch);
        repository.Git("config", "uploadpack.allowFilter", "true");
        return repository;
    }

    /// <summary>The URL of a repository, by its path below <see cref="RepositoryRoot"/>.</summary>
    public string UrlOf(string name, string host = "127.0.0.1", int? port = null) =>
        string.Create(CultureInfo.InvariantCulture, $"ssh://{Environment.UserName}@{host}:{port ?? Port}{RepositoryRoot}/{name}");

    /// <summary>Lets another key in.</summary>
    public void Authorize(SshKeyPair key) => File.AppendAllText(_directory["authorized_keys"], key.PublicKey + "\n");

    /// <summary>Comes back under the same address with another host key, as a server that was replaced, or somebody in between.</summary>
    public void ReplaceHostKey()
    {
        Stop();
        File.Delete(_directory["host"]);
        File.Delete(_directory["host.pub"]);
        MakeHostKey();
        Run();
    }

    public void Dispose()
    {
        Stop();
        _directory.Dispose();
    }

    private void Launch()
    {
        Directory.CreateDirectory(RepositoryRoot);
        MakeHostKey();
        UserKey = SshKeyPair.Create();
        File.WriteAllText(_directory["authorized_keys"], UserKey.PublicKey + "\n");
        Port = LoopbackPort.Free();
        File.WriteAllText(_directory["banner"], _options.Banner is { } banner ? banner + "\n" : "");
        File.WriteAllText(_directory["sshd_config"], Configuration());
        if (Environment.IsPrivilegedProcess)
        {
            // Its privilege separation directory, which the distribution makes when it starts its own.
            Directory.CreateDirectory("/run/sshd");
        }

        Run();
    }

    private void MakeHostKey() => ToolCommand.Run("ssh-keygen", "-q", "-t", _options.HostKeyKind, "-N", "", "-C", "", "-f", _directory["host"]);

    private string Configuration() => $"""
        Port {Port}
        ListenAddress 127.0.0.1
        HostKey {_directory["host"]}
        AuthorizedKeysFile {_directory["authorized_keys"]}
        PidFile none
        Banner {_directory["banner"]}
        UsePAM no
        StrictModes no
        PermitRootLogin prohibit-password
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        AuthenticationMethods publickey
        MaxStartups 100:30:200
        LogLevel VERBOSE
        PrintMotd no
        SetEnv GIT_CONFIG_GLOBAL=/dev/null
        {(_options.SpeaksProtocolV2 ? "AcceptEnv GIT_PROTOCOL" : "")}
        {(_options.Ciphers is { } ciphers ? "Ciphers " + ciphers : "")}
        {(_options.ForcedCommand is { } command ? "ForceCommand " + command : "")}

        """;

    private void Run()
    {
        // It wants to know its own path, and starts itself again for each connection.
        _process = WatchedProcess.Start(Locate(), ["-D", "-e", "-f", _directory["sshd_config"]], onLine: Collect);
        var isUp = SpinWait.SpinUntil(
            () =>
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                try
                {
                    socket.Connect(new IPEndPoint(IPAddress.Loopback, Port));
                    return true;
                }
                catch (SocketException)
                {
                    return _process.HasExited;
                }
            },
            StartTime);
        if (!isUp || _process.HasExited)
        {
            throw new InvalidOperationException($"sshd did not start: {Log}");
        }
    }

    private void Stop()
    {
        _process?.Dispose();
        _process = null;
    }

    private void Collect(string line)
    {
        lock (_log)
        {
            _log.AppendLine(line);
        }
    }

    private static string Locate() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Select(static directory => Path.Combine(directory, "sshd")).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException(Missing);
}

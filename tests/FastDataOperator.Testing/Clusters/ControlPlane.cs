using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Testing.Clusters;

/// <summary>A real API server with a real etcd behind it, as envtest runs them: on free loopback ports, in a directory of its own, without nodes and
/// controllers. Killed and started again, the API server has the same port and data.</summary>
public sealed class ControlPlane : IDisposable
{
    /// <summary>Names the directory with <c>etcd</c>, <c>kube-apiserver</c> and <c>kubectl</c>, as it does for envtest.</summary>
    public const string AssetsVariable = "KUBEBUILDER_ASSETS";

    private readonly string _assets;
    private readonly TemporaryDirectory _directory = new();
    private readonly LoopbackCertificate _certificate = LoopbackCertificate.Create();
    private readonly SocketsHttpHandler _handler;
    private readonly int _etcdPort = LoopbackPort.Free();
    private readonly int _port = LoopbackPort.Free();
    private WatchedProcess? _etcd;
    private WatchedProcess? _server;
    private int _files;

    private ControlPlane(string assets)
    {
        _assets = assets;
        _handler = _certificate.CreateHandler();
        Http = new HttpClient(_handler) { BaseAddress = Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", ClusterUser.Administrator.Token) } };
    }

    public Uri Address => new($"https://127.0.0.1:{_port}");

    /// <summary>The authority that vouches for <see cref="Address"/>.</summary>
    public LoopbackCertificate Certificate => _certificate;

    /// <summary>The API server in bare HTTP, as the administrator.</summary>
    public HttpClient Http { get; }

    /// <summary>What both programs printed last.</summary>
    public string Log => _etcd?.Tail + _server?.Tail;

    /// <summary>Starts both and waits until the API server is ready.</summary>
    /// <param name="assets">The directory with the programs.</param>
    /// <param name="users">Who may come besides <see cref="ClusterUser.Administrator"/>; nobody can be added later.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">A program did not start; the message holds what it printed.</exception>
    public static async Task<ControlPlane> StartAsync(string assets, IEnumerable<ClusterUser> users, CancellationToken cancellationToken)
    {
        var plane = new ControlPlane(assets);
        try
        {
            plane.WriteFiles(users);
            await plane.StartEtcdAsync(cancellationToken);
            await plane.StartApiServerAsync(cancellationToken);
            return plane;
        }
        catch
        {
            plane.Dispose();
            throw;
        }
    }

    /// <summary>Starts the API server, which was killed, and waits until it is ready.</summary>
    public async Task StartApiServerAsync(CancellationToken cancellationToken)
    {
        _server?.Dispose();
        _server = WatchedProcess.Start(
            Path.Combine(_assets, "kube-apiserver"),
            [
                $"--etcd-servers=http://127.0.0.1:{_etcdPort}",
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                $"--secure-port={_port}",
                $"--cert-dir={_directory["certs"]}",
                $"--tls-cert-file={_directory["certificate.pem"]}",
                $"--tls-private-key-file={_directory["key.pem"]}",
                $"--token-auth-file={_directory["tokens.csv"]}",
                "--authorization-mode=RBAC",
                "--service-cluster-ip-range=10.0.0.0/24",
                "--disable-admission-plugins=ServiceAccount",
                $"--service-account-issuer={Address}",
                $"--service-account-key-file={_directory["key.pem"]}",
                $"--service-account-signing-key-file={_directory["key.pem"]}",
            ]);
        await WaitForAsync(_server, new Uri(Address, "readyz"), cancellationToken);
    }

    /// <summary>SIGKILL: connections break in the middle of an answer, and new ones are refused.</summary>
    public void KillApiServer() => _server!.Kill();

    /// <summary>SIGSTOP: connections stay, new ones are taken, and nothing is answered.</summary>
    public void PauseApiServer() => _server!.Signal("STOP");

    public void ResumeApiServer() => _server!.Signal("CONT");

    /// <summary>Writes a kubeconfig file and returns its path.</summary>
    /// <param name="user">Who comes.</param>
    /// <param name="proxy">What is addressed in place of the API server, or null.</param>
    /// <param name="space">The namespace of the context.</param>
    public string WriteKubeconfig(ClusterUser user, RecordingProxy? proxy = null, string space = "default")
    {
        var file = _directory[$"{Interlocked.Increment(ref _files)}.kubeconfig"];
        var authority = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes((proxy?.Certificate ?? _certificate).CertificatePem));
        File.WriteAllText(file, $$"""
            apiVersion: v1
            kind: Config
            current-context: test
            contexts: [{ name: test, context: { cluster: test, user: test, namespace: {{space}} } }]
            clusters: [{ name: test, cluster: { server: "{{(proxy?.Address ?? Address).GetLeftPart(UriPartial.Authority)}}", certificate-authority-data: {{authority}} } }]
            users: [{ name: test, user: { token: {{user.Token}} } }]

            """);
        return file;
    }

    /// <summary>Runs <c>kubectl</c> to its end.</summary>
    public async Task<KubectlRun> KubectlAsync(string kubeconfig, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        // A cache of its own for each: what one saw before a CRD was there would hide its category from the next.
        var start = new ProcessStartInfo(Path.Combine(_assets, "kubectl"), ["--kubeconfig", kubeconfig, "--cache-dir", _directory[$"kubectl-cache-{Guid.NewGuid():N}"], .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        var run = new KubectlRun(process.ExitCode, await output, await error);
        Evidence.Keep("kubectl", run.Output + run.Error);
        return run;
    }

    public void Dispose()
    {
        _server?.Dispose();
        _etcd?.Dispose();
        Http.Dispose();
        _handler.Dispose();
        _directory.Dispose();
    }

    private void WriteFiles(IEnumerable<ClusterUser> users)
    {
        File.WriteAllText(_directory["certificate.pem"], _certificate.CertificatePem);
        File.WriteAllText(_directory["key.pem"], _certificate.KeyPem);
        File.WriteAllLines(_directory["tokens.csv"], users.Prepend(ClusterUser.Administrator).Select(static user => user.Line));
    }

    private async Task StartEtcdAsync(CancellationToken cancellationToken)
    {
        var client = $"http://127.0.0.1:{_etcdPort}";
        var peer = $"http://127.0.0.1:{LoopbackPort.Free()}";
        _etcd = WatchedProcess.Start(
            Path.Combine(_assets, "etcd"),
            [
                "--name=test",
                $"--data-dir={_directory["etcd"]}",
                "--unsafe-no-fsync",
                "--log-level=warn",
                $"--listen-client-urls={client}",
                $"--advertise-client-urls={client}",
                $"--listen-peer-urls={peer}",
                $"--initial-advertise-peer-urls={peer}",
                $"--initial-cluster=test={peer}",
            ]);
        await WaitForAsync(_etcd, new Uri(client + "/health"), cancellationToken);
    }

    private Task WaitForAsync(WatchedProcess process, Uri health, CancellationToken cancellationToken) =>
        Patience.UntilAsync(
            async cancellation => await IsHealthyAsync(health, cancellation)
                || (process.HasExited ? throw new InvalidOperationException("The control plane did not start.\n" + Log) : false),
            "the control plane was not ready",
            () => Log,
            cancellationToken);

    private async Task<bool> IsHealthyAsync(Uri health, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Http.GetAsync(health, cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

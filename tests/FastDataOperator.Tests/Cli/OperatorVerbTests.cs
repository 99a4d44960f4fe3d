using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using FastDataOperator.Configuration;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Tests.Cli;

/// <summary>The verb as a process, as a container runs it.</summary>
public sealed class OperatorVerbTests : IDisposable
{
    private const string Token = TestSecrets.Canary + "-s3cr3t-t0k3n";

    private static readonly string[] s_addresses = [.. new[] { OperatorSettings.MetricsBindAddress, OperatorSettings.HealthProbeBindAddress, OperatorSettings.WebhookBindAddress }.Select(static setting => setting.Flag)];

    private readonly TemporaryDirectory _folder = new();

    public OperatorVerbTests() => File.WriteAllText(_folder["kubeconfig"], $$"""
        apiVersion: v1
        kind: Config
        current-context: a
        contexts: [{ name: a, context: { cluster: c, user: u } }, { name: of-team-b, context: { cluster: c, user: u, namespace: team-b } }]
        clusters: [{ name: c, cluster: { server: "http://127.0.0.1:1" } }]
        users: [{ name: u, user: { token: {{Token}} } }]
        """);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Help_HasEverySettingOfTheTable()
    {
        var help = FastDataProcess.Run(_folder["."], "operator", "--help");

        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        var lines = help.Output.Split('\n').Select(line => line.Trim()).ToList();
        foreach (var setting in OperatorSettings.All)
        {
            var line = Assert.Single(lines, line => line.StartsWith(setting.Flag + " ", StringComparison.Ordinal));
            Assert.Contains(setting.Description, line, StringComparison.Ordinal);
            Assert.EndsWith(setting.Default is { } standard ? $"Default: {standard}." : setting.DefaultInWords is { } words ? $"Default: {words}." : setting.Description, line, StringComparison.Ordinal);
        }

        var flags = lines.Where(line => line.StartsWith("--", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]);
        Assert.Equal(OperatorSettings.All.Select(setting => setting.Flag), flags);
    }

    [Fact]
    public void Call_GivenFaults_TellsThemAllAndEndsWith1()
    {
        File.WriteAllText(_folder["settings.yaml"], "worker: 3\n");

        var call = FastDataProcess.Run(_folder["."], null, ["operator", "--config", "settings.yaml", "--workers", "0", "--leader-elect=maybe"], ("FASTDATA_RETRY_PERIOD", "1x"));

        Assert.Equal((1, ""), (call.ExitCode, call.Output));
        Assert.Equal(
            """
            error: --workers: "0" is not between 1 and 256
              write a number from 1 to 256
            error: --leader-elect: "maybe" is neither true nor false
              write true or false
            error: FASTDATA_RETRY_PERIOD: "1x" is no duration
              write a number and a unit, such as 500ms, 35s or 1m30s
            error: settings.yaml:1:1: worker: no such field
              did you mean workers?

            """,
            call.Error);
    }

    [Theory]
    [InlineData("there is no option --wrokers\n  did you mean --workers?", "--wrokers", "3")]
    [InlineData("nowhere.yaml does not exist", "--config", "nowhere.yaml")]
    [InlineData("there is no way to the API server: the kubeconfig nowhere cannot be read", "--kubeconfig", "nowhere")]
    [InlineData("there is no way to the API server: there is no context \"b\" in kubeconfig", "--kubeconfig", "kubeconfig", "--context", "b")]
    public void Call_ThatCannotStart_SaysWhyAndEndsWith1(string message, params string[] arguments)
    {
        var call = FastDataProcess.Run(_folder["."], ["operator", .. arguments]);

        Assert.Equal((1, ""), (call.ExitCode, call.Output));
        Assert.Contains(message, call.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--metrics-bind-address", "127.0.0.1:")]
    [InlineData("--health-probe-bind-address", "127.0.0.1:")]
    [InlineData("--health-probe-bind-address", ":")]
    [InlineData("--webhook-bind-address", "127.0.0.1:")]
    public void Call_WhenAPortIsTaken_NamesTheSettingInOneLineAndEndsWith1(string flag, string address)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        address += ((IPEndPoint)other.LocalEndpoint).Port;
        Directory.CreateDirectory(_folder["hooks"]);
        File.WriteAllText(_folder["hooks/github"], TestSecrets.Canary + "-of-hooks-with-forty-characters-or-more\n");

        var call = FastDataProcess.Run(
            _folder["."], ["operator", "--kubeconfig", "kubeconfig", "--webhook-secrets-directory", "hooks", .. s_addresses.SelectMany(each => new[] { each, each == flag ? address : "0" })]);

        Assert.Equal((1, "", $"error: {flag}: \"{address}\" is taken: something else listens there\n  stop what does, or name another port\n"), (call.ExitCode, call.Output, call.Error));
    }

    [Fact]
    public void Call_WhenTwoSettingsAreTaken_NamesEachAsItWasGiven()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = other.LocalEndpoint.ToString()!;
        File.WriteAllText(_folder["settings.yaml"], $"metricsBindAddress: {address}\n");

        var call = FastDataProcess.Run(_folder["."], null, ["operator", "--config", "settings.yaml", "--kubeconfig", "kubeconfig"], ("FASTDATA_HEALTH_PROBE_BIND_ADDRESS", address));

        Assert.Equal((1, ""), (call.ExitCode, call.Output));
        Assert.StartsWith($"error: settings.yaml:1:21: metricsBindAddress: \"{address}\" is taken", call.Error, StringComparison.Ordinal);
        Assert.Contains($"error: FASTDATA_HEALTH_PROBE_BIND_ADDRESS: \"{address}\" is taken", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Call_GivenAnAddressThatTheMachineLacks_SaysSoAndEndsWith1()
    {
        var call = FastDataProcess.Run(_folder["."], "operator", "--kubeconfig", "kubeconfig", "--metrics-bind-address", "192.0.2.1:8080", "--health-probe-bind-address", "0");

        Assert.Equal((1, "", "error: --metrics-bind-address: \"192.0.2.1:8080\" is no address of this machine\n  name one that it has, or all with :8080\n"), (call.ExitCode, call.Output, call.Error));
    }

    [Theory]
    [InlineData("Works while it holds Lease default/fastdata-operator")]
    [InlineData("Works while it holds Lease team-b/fastdata-operator", "--context", "of-team-b")]
    [InlineData("Works while it holds Lease ops/mine", "--context", "of-team-b", "--lease-namespace", "ops", "--lease-name", "mine")]
    [InlineData("Works without a Lease: nothing else may keep the same imports", "--leader-elect=false")]
    public async Task Start_SaysUnderWhichLeaseItWorks(string message, params string[] arguments)
    {
        using var process = FastDataProcess.Start(_folder["."], ["operator", "--kubeconfig", "kubeconfig", "--metrics-bind-address", "0", "--health-probe-bind-address", "0", .. arguments]);

        JsonElement line;
        do
        {
            line = JsonDocument.Parse(await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("it ended")).RootElement;
        }
        while (!line.GetProperty("Message").GetString()!.Contains(" Lease", StringComparison.Ordinal));

        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((message, "Information"), (line.GetProperty("Message").GetString(), line.GetProperty("LogLevel").GetString()));
    }

    [Theory]
    [InlineData("-TERM")]
    [InlineData("-INT")]
    public async Task Signal_EndsItCleanlyWithJsonLinesAndNoSecret(string signal)
    {
        using var process = FastDataProcess.Start(
            _folder["."], "operator", "--kubeconfig", "kubeconfig", "--metrics-bind-address", "127.0.0.1:0", "--health-probe-bind-address", "127.0.0.1:0", "--log-level", "Trace");
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            lines.Add(line);
            if (line.Contains(" starts as ", StringComparison.Ordinal))
            {
                using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
                await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
            }
        }

        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (process.ExitCode, error));
        Assert.DoesNotContain(lines, line => line.Contains(Token, StringComparison.Ordinal) || line.Contains("Bearer", StringComparison.Ordinal));
        var messages = lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.All(messages, message => Assert.EndsWith("Z", message.GetProperty("Timestamp").GetString(), StringComparison.Ordinal));
        Assert.StartsWith("fastdata-operator ", messages.First(message => message.GetProperty("LogLevel").GetString() == "Information").GetProperty("Message").GetString(), StringComparison.Ordinal);
    }
}

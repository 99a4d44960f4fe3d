using System.Net;
using System.Text;
using FastDataOperator.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Tests.Configuration;

public sealed class OptionsReaderTests
{
    private static readonly IReadOnlyDictionary<string, string> s_none = new Dictionary<string, string>();

    [Fact]
    public void Read_GivenNothing_TakesTheDefaults()
    {
        var options = Read().Options;

        Assert.Equal(4, options.Workers);
        Assert.Equal((true, "fastdata-operator", null), (options.Lease.IsElected, options.Lease.Name, options.Lease.Namespace));
        Assert.Equal([35, 30, 5], [options.Lease.Duration.TotalSeconds, options.Lease.RenewDeadline.TotalSeconds, options.Lease.RetryPeriod.TotalSeconds]);
        Assert.Equal((new BindAddress(null, 8080), new BindAddress(null, 8081), null), (options.Metrics, options.Health, options.Webhooks));
        Assert.Equal((false, false, false), (options.Watch.Secrets, options.Remotes.AllowHttp, options.Remotes.AllowLocalRepositories));
        Assert.Empty(options.Watch.Namespaces);
        Assert.Empty(options.Remotes.AllowedHosts);
        Assert.Equal((TimeSpan.FromSeconds(30), "Information"), (options.GracefulShutdownTimeout, options.LogLevel));
        Assert.Equal(Path.GetFullPath(Path.GetTempPath()), options.ScratchDirectory);
    }

    [Theory]
    [InlineData(9, "9", "7", "workers: 5")]
    [InlineData(7, null, "7", "workers: 5")]
    [InlineData(5, null, "", "workers: 5")]
    [InlineData(5, null, null, "workers: 5")]
    [InlineData(4, null, null, "leaderElect: true")]
    public void Read_GivenSeveralSources_TakesTheFirstOfFlagVariableAndFile(int workers, string? flag, string? variable, string file)
    {
        var flags = flag is null ? [] : Flags((OperatorSettings.Workers, flag));
        var environment = variable is null ? s_none : new Dictionary<string, string> { ["FASTDATA_WORKERS"] = variable };

        Assert.Equal(workers, Read(flags, environment, file).Options.Workers);
    }

    [Fact]
    public void Read_GivenLists_TakesCommasRepetitionsAndYamlLists()
    {
        var flags = Flags((OperatorSettings.WatchNamespaces, "team-a, team-b"), (OperatorSettings.WatchNamespaces, "team-a"));
        var read = Read(
            [new GivenSetting(OperatorSettings.WatchNamespaces, [.. flags.SelectMany(given => given.Items)])],
            new Dictionary<string, string> { ["FASTDATA_ALLOWED_HOSTS"] = "git.example.com:8443,*.example.org,[2001:db8::1]" },
            "clusterNetworks: [10.96.0.0/12, fd00::/8]");

        Assert.Equal(["team-a", "team-b"], read.Options.Watch.Namespaces);
        Assert.Equal(["git.example.com:8443", "*.example.org", "[2001:db8::1]"], read.Options.Remotes.AllowedHosts);
        Assert.Equal([IPNetwork.Parse("10.96.0.0/12"), IPNetwork.Parse("fd00::/8")], read.Options.Remotes.ClusterNetworks);
    }

    [Fact]
    public void Read_GivenEveryKeyInJson_TakesThemAll()
    {
        using var folder = new TemporaryDirectory();
        var read = Read([], s_none, $$"""
            {"workers": 8, "watchNamespaces": ["a"], "watchLabelSelector": "shard in (a,b),!old", "watchSecrets": true, "allowedHosts": ["git"],
             "clusterNetworks": ["10.0.0.0/8"], "allowHttp": true, "allowLocalRepositories": true, "leaderElect": false, "leaseNamespace": "ops", "leaseName": "mine",
             "leaseDuration": "20s", "renewDeadline": "10s", "retryPeriod": "2s", "gracefulShutdownTimeout": "1m", "metricsBindAddress": "0",
             "healthProbeBindAddress": "[::1]:9000", "scratchDirectory": "{{folder["scratch"]}}", "logLevel": "Debug", "kubeconfig": "k", "context": "c"}
            """);

        var options = read.Options;
        Assert.Equal((8, "shard in (a,b),!old", true), (options.Workers, options.Watch.LabelSelector, options.Watch.Secrets));
        Assert.Equal(("ops", "mine", false), (options.Lease.Namespace, options.Lease.Name, options.Lease.IsElected));
        Assert.Equal((null, new BindAddress(IPAddress.IPv6Loopback, 9000)), (options.Metrics, options.Health));
        Assert.Equal(("k", "c", "Debug"), (options.Connection.Kubeconfig, options.Connection.Context, options.LogLevel));
        Assert.True(Directory.Exists(folder["scratch"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder["scratch"]));
    }

    [Fact]
    public void Read_GivenEverySettingOfTheTable_IsHeeded()
    {
        // Whoever adds a row to the table and reads it nowhere sees the two counts part.
        var before = Read().Options;
        var changed = new Dictionary<Setting, string>
        {
            [OperatorSettings.Workers] = "5",
            [OperatorSettings.WatchNamespaces] = "a",
            [OperatorSettings.WatchLabelSelector] = "a=b",
            [OperatorSettings.WatchSecrets] = "true",
            [OperatorSettings.AllowedHosts] = "a",
            [OperatorSettings.ClusterNetworks] = "10.0.0.0/8",
            [OperatorSettings.AllowHttp] = "true",
            [OperatorSettings.AllowLocalRepositories] = "true",
            [OperatorSettings.LeaderElect] = "false",
            [OperatorSettings.LeaseNamespace] = "a",
            [OperatorSettings.LeaseName] = "a",
            [OperatorSettings.LeaseDuration] = "36s",
            [OperatorSettings.RenewDeadline] = "29s",
            [OperatorSettings.RetryPeriod] = "4s",
            [OperatorSettings.GracefulShutdownTimeout] = "31s",
            [OperatorSettings.MetricsBindAddress] = "0",
            [OperatorSettings.HealthProbeBindAddress] = "0",
            [OperatorSettings.ScratchDirectory] = AppContext.BaseDirectory,
            [OperatorSettings.LogLevel] = "Debug",
            [OperatorSettings.Kubeconfig] = "a",
            [OperatorSettings.Context] = "a",
        };

        // Those of webhooks need each other.
        Setting[] together = [OperatorSettings.WebhookBindAddress, OperatorSettings.WebhookSecretsDirectory];
        foreach (var setting in OperatorSettings.All.Where(setting => setting.IsInFile).Except(together))
        {
            Assert.NotEqual(before, Read(Flags((setting, changed[setting]))).Options);
        }

        using var secrets = WebhookSecrets("github", TestSecrets.Canary + "-that-nobody-guesses");
        var webhooks = Read(Flags((together[0], ":9292"), (together[1], secrets.Path))).Options.Webhooks;
        Assert.Equal(new WebhookOptions(new BindAddress(null, 9292), secrets.Path), webhooks);
    }

    [Theory]
    [InlineData("10.1.2.3", ":9292", "10.1.2.3:9292")]
    [InlineData("fd00::7", "[::]:9292", "[fd00::7]:9292")]
    [InlineData("nonsense", ":9292", null)]
    [InlineData("", ":9292", null)]
    [InlineData("10.1.2.3", ":0", null)]
    public void Webhooks_OfAPod_AreReachedAtItsAddress(string pod, string address, string? expected)
    {
        using var secrets = WebhookSecrets("github", TestSecrets.Canary + "-that-nobody-guesses");

        var options = Read(
            Flags((OperatorSettings.WebhookBindAddress, address), (OperatorSettings.WebhookSecretsDirectory, secrets.Path)),
            new Dictionary<string, string> { ["POD_IP"] = pod }).Options;

        Assert.Equal(expected, options.Webhooks!.OwnAddress);
    }

    [Fact]
    public void Webhooks_WithoutSecrets_AreRefused() =>
        Assert.Equal(
            ["--webhook-bind-address is :9292, and --webhook-secrets-directory is not given: webhooks need secrets; mount a Secret with a file for each forge, a secret a line, such as github"],
            Problems(Flags((OperatorSettings.WebhookBindAddress, ":9292"))));

    [Theory]
    [InlineData("other", TestSecrets.Canary + "-that-nobody-guesses", "has no secret in any of the files github, gitlab, gitea, azuredevops, bitbucket, generic")]
    [InlineData("github", "", "has no secret in any of the files")]
    [InlineData("github", "\n \n", "has no secret in any of the files")]
    [InlineData("github", "short", "has no secret that can be used: github, line 1: it has 5 characters, and at least 16 are wanted")]
    [InlineData("gitlab", "\nwhsec_not-base-64-at-all", "has no secret that can be used: gitlab, line 2: what follows whsec_ is not the base64 of a key of at least 16 bytes")]
    public void Webhooks_WithoutAUsableSecret_AreRefused(string file, string text, string expected)
    {
        using var secrets = WebhookSecrets(file, text);

        var problem = Assert.Single(Problems(Flags((OperatorSettings.WebhookBindAddress, ":9292"), (OperatorSettings.WebhookSecretsDirectory, secrets.Path))));

        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("not-base", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Webhooks_WithADirectoryThatIsNone_AreRefused() =>
        Assert.Contains("is no directory", Assert.Single(Problems(Flags((OperatorSettings.WebhookBindAddress, ":9292"), (OperatorSettings.WebhookSecretsDirectory, "/nonexistent/secrets")))), StringComparison.Ordinal);

    [Theory]
    [InlineData(":8080")]
    [InlineData(":8081")]
    [InlineData("127.0.0.1:8080")]
    public void Webhooks_OnAPortThatIsTaken_AreRefused(string address)
    {
        using var secrets = WebhookSecrets("github", TestSecrets.Canary + "-that-nobody-guesses");

        var problem = Assert.Single(Problems(Flags((OperatorSettings.WebhookBindAddress, address), (OperatorSettings.WebhookSecretsDirectory, secrets.Path))));

        Assert.EndsWith("want the same port; give webhooks a port of their own", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fastdata-operator", null, null)]
    [InlineData("fastdata-operator-", "a,b", null)]
    [InlineData("fastdata-operator-", null, "shard=a")]
    public void LeaseName_OfAShard_IsItsOwn(string start, string? namespaces, string? selector)
    {
        var flags = new List<(Setting, string)>();
        if (namespaces is not null)
        {
            flags.Add((OperatorSettings.WatchNamespaces, namespaces));
        }

        if (selector is not null)
        {
            flags.Add((OperatorSettings.WatchLabelSelector, selector));
        }

        var name = Read(Flags([.. flags])).Options.Lease.Name;

        Assert.Matches($"^{start}{(start.EndsWith('-') ? "[0-9a-f]{8}" : "")}$", name);
    }

    [Fact]
    public void LeaseName_OfTheSameNamespacesInAnotherOrder_IsTheSame() => Assert.Equal(
        Read(Flags((OperatorSettings.WatchNamespaces, "a,b"))).Options.Lease.Name,
        Read(Flags((OperatorSettings.WatchNamespaces, "b,a"))).Options.Lease.Name);

    [Fact]
    public void LeaseName_OfOtherShards_Differs() => Assert.Equal(3, new[] { "a", "b", "a,b" }.Select(namespaces => Read(Flags((OperatorSettings.WatchNamespaces, namespaces))).Options.Lease.Name).Distinct().Count());

    [Fact]
    public void Pod_GivenTheDownwardApi_IsWhatItSays()
    {
        var options = Read([], new Dictionary<string, string> { ["POD_NAME"] = "op-1", ["POD_NAMESPACE"] = "ops", ["POD_UID"] = "u" }).Options;

        Assert.Equal(("op-1_u", "ops"), (options.Pod.Holder, options.Lease.Namespace));
    }

    [Theory]
    [InlineData("workers", "0", "\"0\" is not between 1 and 256; write a number from 1 to 256")]
    [InlineData("workers", "many", "\"many\" is no whole number; write digits only")]
    [InlineData("watch-namespaces", "ok,Team_A", "\"Team_A\" is no name of a namespace; a name has at most 63 lower case letters, digits and dashes, and begins and ends with a letter or digit")]
    [InlineData("watch-label-selector", "a=b=c", "\"a=b=c\" is no label selector: \"a=b=c\" is no requirement; write requirements such as shard=a, tier!=test, region in (eu,us), team or !team, separated by commas")]
    [InlineData("watch-label-selector", "a=b,x in (c,d!)", "\"a=b,x in (c,d!)\" is no label selector: \"x in (c,d!)\" is no requirement")]
    [InlineData("watch-label-selector", "-a", "\"-a\" is no label selector: \"-a\" is no name of a label")]
    [InlineData("watch-label-selector", "A_B/c=d", "\"A_B/c=d\" is no label selector: \"A_B/c\" has no domain in front of its slash")]
    [InlineData("watch-label-selector", "a=-", "\"a=-\" is no label selector: \"-\" is no value of a label")]
    [InlineData("watch-secrets", "yes", "\"yes\" is neither true nor false; write true or false")]
    [InlineData("allowed-hosts", "https://git.example.com", "\"https://git.example.com\" is an address, not a host; write git.example.com, git.example.com:8443 or *.example.com")]
    [InlineData("allowed-hosts", "git.example.com:x", "\"git.example.com:x\" has no port behind its colon")]
    [InlineData("allowed-hosts", "*.example.com:443", "\"*.example.com:443\" is a pattern with a port")]
    [InlineData("allowed-hosts", "2001:db8::1", "\"2001:db8::1\" is an IPv6 address without brackets; write [2001:db8::1]")]
    [InlineData("allowed-hosts", "[nothing]", "\"[nothing]\" is no IPv6 address in brackets")]
    [InlineData("allowed-hosts", "git.*.com", "\"git.*.com\" is no host")]
    [InlineData("cluster-networks", "10.0.0.0", "\"10.0.0.0\" is no CIDR; write an address and the length of its prefix, such as 10.96.0.0/12 or fd00::/8")]
    [InlineData("cluster-networks", "10.0.0.0/33", "\"10.0.0.0/33\" is no CIDR")]
    [InlineData("lease-namespace", "a.b", "\"a.b\" is no name of a namespace")]
    [InlineData("lease-name", "A", "\"A\" is no name of an object")]
    [InlineData("lease-duration", "35", "\"35\" is no duration; write a number and a unit, such as 500ms, 35s or 1m30s")]
    [InlineData("lease-duration", "35500ms", "\"35500ms\" is no whole number of seconds; write whole seconds: a Lease holds no parts of them")]
    [InlineData("lease-duration", "2h", "\"2h\" is not between 1s and 1h; write a duration from 1s to 1h")]
    [InlineData("lease-duration", "30s", "--renew-deadline: 30s is not shorter than --lease-duration, which is 30s; make it shorter, or --lease-duration longer")]
    [InlineData("retry-period", "30s", "30s is not shorter than --renew-deadline, which is 30s; make it shorter, or --renew-deadline longer")]
    [InlineData("graceful-shutdown-timeout", "2h", "\"2h\" is not between 0s and 1h")]
    [InlineData("metrics-bind-address", "8080", "\"8080\" is no address to listen on; write :8080 for every address, 127.0.0.1:8080 or [::1]:8080 for one, or 0 to switch it off")]
    [InlineData("metrics-bind-address", "localhost:8080", "\"localhost:8080\" is no address to listen on")]
    [InlineData("health-probe-bind-address", "127.0.0.1:8080", "--metrics-bind-address :8080 and --health-probe-bind-address 127.0.0.1:8080 want the same port; give them different ports, or exactly the same address")]
    [InlineData("health-probe-bind-address", "[::]:8080", "--metrics-bind-address :8080 and --health-probe-bind-address [::]:8080 want the same port; give them different ports, or exactly the same address")]
    [InlineData("scratch-directory", "/proc/nowhere", "\"/proc/nowhere\" cannot be written to:")]
    [InlineData("log-level", "Informtion", "\"Informtion\" is none of Trace, Debug, Information, Warning, Error, Critical, None; did you mean Information?")]
    [InlineData("kubeconfig", "", "\"\" is empty; write a value, or leave the setting out")]
    public void Read_GivenAFault_SaysWhereWhatAndWhatToWrite(string name, string value, string message)
    {
        var setting = OperatorSettings.All.Single(setting => setting.Name == name);

        Assert.StartsWith(message.StartsWith("--", StringComparison.Ordinal) ? message : $"--{name}: {message}", Assert.Single(Problems(Flags((setting, value)))), StringComparison.Ordinal);
        if (value.Length > 0 && setting.Kind is not SettingKind.List)
        {
            Assert.Contains(setting.Variable, Assert.Single(Problems([], new Dictionary<string, string> { [setting.Variable] = value })), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("0.0.0.0:8080", "127.0.0.1:8080", true)]
    [InlineData("127.0.0.1:8080", "[::]:8080", true)]
    [InlineData("[::1]:8080", "[::]:8080", true)]
    [InlineData("0.0.0.0:8080", "[::1]:8080", false)]
    [InlineData("127.0.0.1:8080", "127.0.0.2:8080", false)]
    [InlineData("0.0.0.0:8080", "0.0.0.0:8080", false)]
    [InlineData("0.0.0.0:0", "127.0.0.1:0", false)]
    public void Collides_OfTwoAddresses_IsWhetherOneIsWithinTheOther(string one, string other, bool collides)
    {
        Assert.True(BindAddress.TryParse(one, out var first) & BindAddress.TryParse(other, out var second));

        Assert.Equal((collides, collides), (first!.Collides(second!), second!.Collides(first)));
    }

    [Fact]
    public void Read_GivenFaultsEverywhere_TellsAllAtOnceWithTheirPlaces()
    {
        var problems = Problems(
            Flags((OperatorSettings.Workers, "0")),
            new Dictionary<string, string> { ["FASTDATA_LEASE_DURATION"] = "long" },
            """
            workers: "4"
            watchNamespace: [a]
            clusterNetworks:
              - 10.0.0.0/8
              - here
            allowHttp: yes
            renewDeadline: 1s
            """);

        Assert.Equal(
            [
                "--workers: \"0\" is not between 1 and 256; write a number from 1 to 256",
                "FASTDATA_LEASE_DURATION: \"long\" is no duration; write a number and a unit, such as 500ms, 35s or 1m30s",
                "settings.yaml:5:5: clusterNetworks: \"here\" is no CIDR; write an address and the length of its prefix, such as 10.96.0.0/12 or fd00::/8",
                "settings.yaml:1:10: workers: a whole number was expected, found a string",
                "settings.yaml:2:1: watchNamespace: no such field; did you mean watchNamespaces?",
                "settings.yaml:6:12: allowHttp: true or false was expected, found the boolean yes; write true",
                "settings.yaml:7:16: --retry-period: 5s is not shorter than renewDeadline, which is 1s; make it shorter, or --renew-deadline longer",
            ],
            problems);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("{}", null)]
    [InlineData("- a", "settings.yaml:1:1: : a map was expected, found a list")]
    [InlineData("workers: 1\n---\nworkers: 2", "settings.yaml:3:1: a second document in a file of settings; keep one document")]
    [InlineData("workers: [", "settings.yaml:2:2: not YAML: ")]
    [InlineData("config: other.yaml", "settings.yaml:1:1: config: no such field")]
    [InlineData("metricsBindAddress: 0", "settings.yaml:1:21: metricsBindAddress: a string was expected, found the number 0; put it in quotes if it is meant as a string")]
    public void File_GivenWhatItShouldNotBe_IsRefusedWithThePlace(string file, string? problem)
    {
        var read = new OptionsReader([], s_none).Read("settings.yaml", Encoding.UTF8.GetBytes(file));

        if (problem is null)
        {
            Assert.IsType<OptionsRead.Success>(read);
        }
        else
        {
            Assert.StartsWith(problem, Assert.Single(Assert.IsType<OptionsRead.Refused>(read).Problems).ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ConfigurationFile_OfAFlag_GoesBeforeTheVariable()
    {
        var environment = new Dictionary<string, string> { ["FASTDATA_CONFIG"] = "variable.yaml" };

        Assert.Equal("variable.yaml", new OptionsReader([], environment).ConfigurationFile);
        Assert.Equal("flag.yaml", new OptionsReader(Flags((OperatorSettings.ConfigurationFile, "flag.yaml")), environment).ConfigurationFile);
        Assert.Null(new OptionsReader([], s_none).ConfigurationFile);
    }

    [Fact]
    public void Environment_GivenUnknownVariables_WarnsWithTheNearestName()
    {
        var warnings = Read([], new Dictionary<string, string> { ["FASTDATA_WORKER"] = "1", ["FASTDATA_DEBUG"] = "1", ["FASTDATA_PORT_80_TCP_ADDR"] = "10.0.0.1", ["PATH"] = "/" }).Warnings;

        Assert.Equal(
            [
                "FASTDATA_PORT_80_TCP_ADDR: the variable is no setting and is not heeded; if the cluster put it there for a Service, set enableServiceLinks: false in the pod",
                "FASTDATA_WORKER: the variable is no setting and is not heeded; did you mean FASTDATA_WORKERS?",
            ],
            warnings.Select(warning => warning.ToString()));
    }

    private static TemporaryDirectory WebhookSecrets(string file, string text)
    {
        var directory = new TemporaryDirectory();
        File.WriteAllText(directory[file], text);
        return directory;
    }

    private static OptionsRead.Success Read(IReadOnlyList<GivenSetting>? flags = null, IReadOnlyDictionary<string, string>? environment = null, string file = "")
    {
        var read = new OptionsReader(flags ?? [], environment ?? s_none).Read("settings.yaml", Encoding.UTF8.GetBytes(file));
        return read as OptionsRead.Success ?? throw new InvalidOperationException(string.Join('\n', ((OptionsRead.Refused)read).Problems));
    }

    private static IReadOnlyList<string> Problems(IReadOnlyList<GivenSetting> flags, IReadOnlyDictionary<string, string>? environment = null, string file = "") =>
        [.. Assert.IsType<OptionsRead.Refused>(new OptionsReader(flags, environment ?? s_none).Read("settings.yaml", Encoding.UTF8.GetBytes(file))).Problems.Select(problem => problem.ToString())];

    private static IReadOnlyList<GivenSetting> Flags(params (Setting Setting, string Value)[] flags) => [.. flags.Select(flag => GivenSetting.Of(flag.Setting, flag.Setting.Flag, flag.Value))];
}

namespace FastDataOperator.Tests.Cli.Kubectl;

/// <summary>Contexts are found as kubectl finds them.</summary>
public sealed class KubeconfigTests : IAsyncLifetime
{
    private PluginCluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await PluginCluster.StartAsync();
        _cluster.Add("orders");
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public void Kubeconfig_GivenSeveralFiles_ThenTheFirstThatNamesSomethingWinsAndMissingOnesCountForNothing()
    {
        _cluster.Write("first", "apiVersion: v1\nkind: Config\ncurrent-context: mine\ncontexts: [{ name: mine, context: { cluster: dev, user: jane, namespace: team-a } }]\n");
        _cluster.Write("empty", "");
        var files = string.Join(Path.PathSeparator, _cluster["missing"], _cluster["empty"], _cluster["first"], _cluster["config"]);

        var get = _cluster.RunWith([("KUBECONFIG", files)], "get", "-o", "name");

        Assert.Equal((0, "fastdataimport.fastdata.gitops.dev/orders\n", ""), (get.ExitCode, get.Output, get.Error));
    }

    [Fact]
    public void Kubeconfig_GivenAnotherContext_ThenItsNamespaceIsTheDefault()
    {
        _cluster.Write("config", File.ReadAllText(_cluster["config"]).Replace("contexts: [", "contexts: [{ name: other, context: { cluster: dev, user: jane, namespace: team-b } }, ", StringComparison.Ordinal));
        _cluster.Add("elsewhere", "team-b");

        Assert.Equal("fastdataimport.fastdata.gitops.dev/elsewhere\n", _cluster.Run("get", "-o", "name", "--context", "other").Output);
    }

    [Theory]
    [InlineData("there is no context \"dve\" in ", "did you mean dev?", "--context", "dve")]
    [InlineData("the kubeconfig nowhere cannot be read: it does not exist", "name another one", "--kubeconfig", "nowhere")]
    [InlineData("the kubeconfig torn is no kubeconfig: line ", "kubectl config view says more", "--kubeconfig", "torn")]
    [InlineData("./no-such-command, which context \"dev\" names for credentials, gave none", "it may want you to log in", "--kubeconfig", "exec")]
    [InlineData("-n and -A contradict each other", "keep one of them", "-A", "-n", "x")]
    [InlineData("there is no option --nmaespace; did you mean --namespace?", "see kubectl fastdata get --help", "--nmaespace", "x")]
    public void Kubeconfig_GivenAMistake_ThenSaysWhatItIs(string found, string remedy, params string[] options)
    {
        _cluster.Write("torn", $"users: [\n token: {PluginCluster.Token}");
        _cluster.Write("exec", PluginCluster.Kubeconfig("http://127.0.0.1:1", "exec: { apiVersion: client.authentication.k8s.io/v1, command: ./no-such-command, interactiveMode: Never }"));

        var get = _cluster.Run(["get", .. options]);

        Assert.Equal((1, ""), (get.ExitCode, get.Output));
        Assert.Contains(found, get.Error, StringComparison.Ordinal);
        Assert.Contains(remedy, get.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(PluginCluster.Token, get.Error, StringComparison.Ordinal);
    }
}

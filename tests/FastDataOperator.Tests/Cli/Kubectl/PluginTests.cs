using FastDataOperator.Cli.Kubectl;

namespace FastDataOperator.Tests.Cli.Kubectl;

/// <summary>How the plugin is reached, and what all its verbs keep to.</summary>
public sealed class PluginTests : IAsyncLifetime
{
    private PluginCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await PluginCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Theory]
    [InlineData("/usr/bin/kubectl-fastdata", "get -A", "get -A")]
    [InlineData("kubectl-fastdata", "", "")]
    [InlineData("/usr/bin/fastdata", "kubectl get", "get")]
    [InlineData(null, "kubectl", "")]
    [InlineData("/usr/bin/fastdata", "plan kubectl", null)]
    [InlineData("/opt/kubectl-fastdata/fastdata", "get", null)]
    public void Plugin_GivenACall_ThenKnowsWhetherItIsMeant(string? program, string arguments, string? expected)
    {
        var own = KubectlPlugin.ArgumentsOf(program, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(expected, own is null ? null : string.Join(' ', own));
    }

    [Fact]
    public void Plugin_GivenALinkOfItsName_ThenIsThePlugin()
    {
        _cluster.Add("orders");
        FastDataProcess.LinkTo(_cluster["kubectl-fastdata"]);

        var get = FastDataProcess.RunAs(_cluster["kubectl-fastdata"], _cluster.Path, null, ["get", "-o", "name"], ("KUBECONFIG", _cluster["config"]));

        Assert.Equal((0, "fastdataimport.fastdata.gitops.dev/orders\n"), (get.ExitCode, get.Output));
    }

    [Theory]
    [InlineData("get")]
    [InlineData("plan")]
    [InlineData("reconcile")]
    [InlineData("suspend")]
    [InlineData("resume")]
    [InlineData("tree")]
    [InlineData("events")]
    public void Help_OfEveryVerb_HasAnExample(string verb)
    {
        var help = _cluster.Run(verb, "--help");

        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Assert.Contains($"Usage:\n  kubectl fastdata {verb} ", help.Output, StringComparison.Ordinal);
        Assert.Contains($"Examples:\n  kubectl fastdata {verb}", help.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no verb is given\n  the verbs are get, plan, ")]
    [InlineData("there is no verb gte\n  did you mean get?\n  see kubectl fastdata --help", "gte")]
    [InlineData("no import is named\n  name one, or write --all", "suspend")]
    [InlineData("--all and a name contradict each other", "resume", "x", "--all")]
    [InlineData("cronjob/x names no import\n  write NAME or fdi/NAME", "tree", "cronjob/x")]
    [InlineData("\"..\" is no name of an import", "plan", "fdi/..")]
    [InlineData("--timeout takes a duration such as 90s or 15m", "reconcile", "x", "--timeout", "1x")]
    [InlineData("--types takes Normal and Warning, not Wrong", "events", "--types", "Wrong")]
    public void Call_GivenAMistake_ThenSaysWhatItIs(string expected, params string[] arguments)
    {
        var call = _cluster.Run(arguments);

        Assert.Equal((1, ""), (call.ExitCode, call.Output));
        Assert.Contains(expected, call.Error, StringComparison.Ordinal);
        Assert.Empty(_cluster.Calls);
    }
}

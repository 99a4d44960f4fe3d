using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Tests.Cli.Kubectl;

/// <summary>Objects of a cluster, planned against real repositories behind a server that asks for credentials.</summary>
public sealed class ClusterPlanVerbTests : IAsyncLifetime
{
    private const string Password = TestSecrets.Canary + "-p4ss-of-the-robot";

    private readonly Story _story = new("share-er-schema");
    private readonly GitWebServer _server = GitWebServer.Start(new GitWebServerOptions { Basic = ("robot", Password) });
    private PluginCluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_server.RepositoryRoot);
        foreach (var name in (string[])["customer-core.git", "marketing.git"])
        {
            GitCommand.Run(_story.Path, "clone", "-q", "--bare", name, Path.Combine(_server.RepositoryRoot, name));
        }

        _cluster = await PluginCluster.StartAsync();
        _cluster.Secrets["team-a/robot"] = new JsonObject { ["username"] = Base64("robot"), ["password"] = Base64(Password) };
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _server.Dispose();
        _story.Dispose();
    }

    [Fact]
    public void Plan_GivenTheObjectsSecret_ThenPlansWithIt()
    {
        Add();

        var plan = _cluster.Run("plan", "orders");

        Assert.Equal((2, ""), (plan.ExitCode, plan.Error));
        Assert.Contains("er-schema/er_customer", plan.Output, StringComparison.Ordinal);
        Assert.Contains("kubectl fastdata reconcile orders (in the same namespace) makes it look now", plan.Output, StringComparison.Ordinal);
        Assert.Single(_cluster.Calls, static call => call.Line.EndsWith("/secrets/robot", StringComparison.Ordinal));
        Assert.DoesNotContain(_cluster.Calls, static call => !call.Line.StartsWith("GET", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_GivenSecretsThatAreForbidden_ThenAsksGitsOwnHelperAndSaysSo()
    {
        Add();
        _cluster.Fault = static call => call.Path.Contains("/secrets/", StringComparison.Ordinal) ? (403, PluginCluster.Status(403, "Forbidden", "no")) : null;
        _cluster.Write("gitconfig", $"[credential]\n\thelper = \"!f() {{ echo username=robot; echo password={Password}; }}; f\"\n");

        var plan = _cluster.RunWith([("GIT_CONFIG_GLOBAL", _cluster["gitconfig"])], "plan", "orders", "-o", "json");

        Assert.Equal(2, plan.ExitCode);
        Assert.StartsWith("note: you may not read the Secret team-a/robot that customer-core names; git's credential helpers are asked instead\n", plan.Error, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(plan.Output);
        Assert.Equal("Planned", document.RootElement.GetProperty("imports")[0].GetProperty("outcome").GetString());
    }

    [Fact]
    public void Plan_GivenNoSuchSecret_ThenIsRefused()
    {
        Add();
        _cluster.Secrets.Clear();

        var plan = _cluster.Run("plan", "orders");

        Assert.Equal((1, ""), (plan.ExitCode, plan.Output));
        Assert.StartsWith("error: there is no Secret team-a/robot, which customer-core names\n", plan.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_GivenASuspendedImport_ThenSaysWhatHoldsItBack()
    {
        Add("""{"suspend":true,"dependsOn":[{"name":"base"}]}""");

        var plan = _cluster.Run("plan", "orders");

        Assert.Equal(2, plan.ExitCode);
        Assert.StartsWith("note: team-a/orders is suspended: nothing of this happens before kubectl fastdata resume orders -n team-a\nnote: team-a/orders waits for base, which is not there\n", plan.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_GivenARepositoryOnADisk_ThenDoesNotReadTheReadersOwn()
    {
        _cluster.Add("orders", spec: $$$$"""{"source":{"repository":{"url":"{{{{_story["customer-core.git"]}}}}"}}}""");

        var plan = _cluster.Run("plan", "orders");

        Assert.Equal(1, plan.ExitCode);
        Assert.Contains("names a repository on a disk", plan.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_GivenASlip_ThenJsonHasTheReason()
    {
        Add();

        var plan = _cluster.Run("plan", "ordrs", "-o", "json");

        Assert.Equal((1, "error: team-a/ordrs: there is no import ordrs in namespace team-a\n  did you mean orders?\n"), (plan.ExitCode, plan.Error));
        using var document = JsonDocument.Parse(plan.Output);
        Assert.Equal("NotFound", document.RootElement.GetProperty("imports")[0].GetProperty("failure").GetProperty("reason").GetString());
    }

    private void Add(string more = "{}")
    {
        var spec = JsonNode.Parse(more)!.AsObject();
        spec["source"] = JsonNode.Parse($$$$"""{"project":"customer-core","repository":{"url":"{{{{_server.UrlOf("customer-core.git")}}}}","secretRef":{"name":"robot"}}}""");
        spec["destination"] = JsonNode.Parse($$$$"""{"project":"marketing","branch":"main","repository":{"url":"{{{{_server.UrlOf("marketing.git")}}}}","secretRef":{"name":"robot"}}}""");
        spec["select"] = JsonNode.Parse("""{"erSchemas":[{"name":"er_customer"}]}""");
        _cluster.Add("orders", spec: spec.ToJsonString());
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

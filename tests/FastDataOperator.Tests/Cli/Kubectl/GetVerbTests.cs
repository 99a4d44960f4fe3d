using System.Text.Json;

namespace FastDataOperator.Tests.Cli.Kubectl;

public sealed class GetVerbTests : IAsyncLifetime
{
    private PluginCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await PluginCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public void Get_GivenImports_ThenListsThoseOfTheContextsNamespaceByName()
    {
        _cluster.Add("orders", status: """
            {"conditions":[{"type":"Ready","status":"True","reason":"Succeeded","message":"pushed"}],"plan":{"added":2,"updated":0,"removed":1},"destination":{"pushedAt":"2026-01-01T00:00:00Z"}}
            """);
        _cluster.Add("customers", spec: """{"suspend":true}""");
        _cluster.Add("elsewhere", "team-b");

        var get = _cluster.Run("get");

        Assert.Equal((0, ""), (get.ExitCode, get.Error));
        Assert.Collection(
            get.Output.Split('\n'),
            line => Assert.Equal(["NAME", "READY", "REASON", "SUSPENDED", "SOURCE", "DESTINATION", "CHANGES", "LAST", "SYNC", "AGE"], line.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
            line => Assert.StartsWith("customers  Unknown             yes        core-data  team-a/config@main", line, StringComparison.Ordinal),
            line => Assert.StartsWith("orders     True     Succeeded  no         core-data  team-a/config@main  2 added, 1 removed  ", line, StringComparison.Ordinal),
            line => Assert.Equal("", line));
    }

    [Fact]
    public void Get_GivenAllNamespaces_ThenNamesThem()
    {
        _cluster.Add("orders");
        _cluster.Add("elsewhere", "team-b");

        var get = _cluster.Run("get", "-A");

        Assert.Matches(@"\ANAMESPACE +NAME .*\nteam-a +orders .*\nteam-b +elsewhere .*\n\z", get.Output);
    }

    [Fact]
    public void Get_GivenWhatOthersWrote_ThenTheTerminalStaysWhole()
    {
        _cluster.Add("orders", spec: """{"source":{"project":"core\u001b[2J\u202e","repository":{"url":"https://git.example.com/x.git"}}}""", status: """{"conditions":[{"type":"Ready","status":"False","reason":"A\u0007","message":"b\nc"}]}""");

        foreach (var format in (string[])["table", "wide", "yaml", "json"])
        {
            var get = _cluster.Run("get", "-o", format);

            Assert.DoesNotContain(get.Output, character => character is '\u001b' or '\u0007' or '\u202e');
        }
    }

    [Fact]
    public void Get_GivenAnObjectThatCannotBeRead_ThenListsItAndSaysWhy()
    {
        _cluster.Add("orders", spec: """{"update":"Sometimes"}""");

        var get = _cluster.Run("get", "-o", "wide");

        Assert.Equal((0, ""), (get.ExitCode, get.Error));
        Assert.Contains("spec.update", get.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Get_GivenOneAsJson_ThenIsTheObjectWithoutManagedFields()
    {
        _cluster.Add("orders");

        using var document = JsonDocument.Parse(_cluster.Run("get", "fdi/orders", "-o", "json").Output);

        Assert.Equal("FastDataImport", document.RootElement.GetProperty("kind").GetString());
        Assert.False(document.RootElement.GetProperty("metadata").TryGetProperty("managedFields", out _));
    }

    [Fact]
    public void Get_GivenASlip_ThenNamesTheNearest()
    {
        _cluster.Add("orders");
        _cluster.Add("customers");

        var get = _cluster.Run("get", "ordrs", "customers");

        Assert.Equal(1, get.ExitCode);
        Assert.Contains("customers", get.Output, StringComparison.Ordinal);
        Assert.Equal("error: there is no import ordrs in namespace team-a\n  did you mean orders?\n", get.Error);
    }

    [Fact]
    public void Get_GivenTheNameOfAnotherNamespace_ThenSaysWhich()
    {
        _cluster.Add("elsewhere", "team-b");

        Assert.Equal("error: there is no import elsewhere in namespace team-a\n  namespace team-b has one: add -n team-b\n", _cluster.Run("get", "elsewhere").Error);
    }

    [Theory]
    [InlineData(401, "Unauthorized", "does not accept its credentials\n  they may have expired: log in to the cluster again")]
    [InlineData(403, "Forbidden", "the cluster forbids it: User \"jane\" cannot list\n  ask for a role that allows it")]
    [InlineData(500, "InternalError", "has trouble of its own (500 InternalError): User \"jane\" cannot list\n  it may pass: try again")]
    public void Get_GivenARefusal_ThenSaysItInOneSentenceWithARemedy(int code, string reason, string expected)
    {
        _cluster.Fault = _ => (code, PluginCluster.Status(code, reason, "User \"jane\" cannot list\nand more"));

        AssertRefused(_cluster.Run("get"), expected);
    }

    [Fact]
    public void Get_GivenAClusterWithoutTheKind_ThenSaysWhatToInstall()
    {
        _cluster.Fault = _ => (404, PluginCluster.Status(404, "NotFound", "the server could not find the requested resource"));

        AssertRefused(_cluster.Run("get"), "the cluster of context \"dev\" does not know FastDataImport of fastdata.gitops.dev/v1alpha1\n  install the operator's chart");
    }

    [Fact]
    public void Get_GivenALoginPageInPlaceOfTheServer_ThenSaysSo()
    {
        _cluster.Fault = _ => (200, "<html>");

        AssertRefused(_cluster.Run("get"), "answers, and not as an API server does");
    }

    [Fact]
    public void Get_GivenNobodyAtTheAddress_ThenSaysSo()
    {
        _cluster.Write("config", PluginCluster.Kubeconfig("http://127.0.0.1:1"));

        AssertRefused(_cluster.Run("get"), "http://127.0.0.1:1, the API server of context \"dev\", cannot be reached: Connection refused");
    }

    private static void AssertRefused(FastDataProcess call, string expected)
    {
        Assert.Equal((1, ""), (call.ExitCode, call.Output));
        Assert.Contains(expected, call.Error, StringComparison.Ordinal);
        Assert.Equal(2, call.ErrorLines.Length);
        Assert.DoesNotContain(PluginCluster.Token, call.Error, StringComparison.Ordinal);
    }
}

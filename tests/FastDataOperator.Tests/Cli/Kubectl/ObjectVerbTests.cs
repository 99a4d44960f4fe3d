using System.Text.Json.Nodes;

namespace FastDataOperator.Tests.Cli.Kubectl;

/// <summary><c>suspend</c>, <c>resume</c>, <c>tree</c> and <c>events</c>.</summary>
public sealed class ObjectVerbTests : IAsyncLifetime
{
    private PluginCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await PluginCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Theory]
    [InlineData("suspend", "false", "team-a/orders is suspended.", """{"spec":{"suspend":true}}""")]
    [InlineData("suspend", "true", "team-a/orders was suspended already.", null)]
    [InlineData("resume", "true", "team-a/orders is resumed.", """{"spec":{"suspend":false}}""")]
    [InlineData("resume", "false", "team-a/orders was not suspended.", null)]
    public void Suspension_GivenAnImport_ThenChangesItOnceAndSaysSo(string verb, string before, string expected, string? patch)
    {
        _cluster.Add("orders", spec: $$"""{"suspend":{{before}}}""");

        var call = _cluster.Run(verb, "fdi/orders");

        Assert.Equal((0, expected + "\n", ""), (call.ExitCode, call.Output, call.Error));
        Assert.Equal(patch, _cluster.Calls.Where(static call => call.Line.StartsWith("PATCH", StringComparison.Ordinal)).Select(static call => call.Body).SingleOrDefault());
    }

    [Fact]
    public void Suspend_GivenAMissingOne_ThenChangesNothing()
    {
        _cluster.Add("orders");

        var call = _cluster.Run("suspend", "orders", "ordrs");

        Assert.Equal((1, ""), (call.ExitCode, call.Output));
        Assert.DoesNotContain(_cluster.Calls, static call => call.Line.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Fact]
    public void Tree_GivenAStatus_ThenShowsProjectionsUnderTheirSystem()
    {
        _cluster.Add("orders", status: """
            {"source":{"revision":"main@sha1:1f2e3d4c5b6a79881f2e3d4c5b6a79881f2e3d4c"},
             "resources":[{"kind":"Projection","name":"pr_core_orders","system":"orders","sourceName":"pr_orders","importAs":"Reference","action":"Added"},
                          {"kind":"SystemOfRecord","name":"orders","importAs":"Reference","action":"Unchanged"},
                          {"kind":"SingleView","name":"sv_customer","importAs":"Resource","action":"LeftAlone"}],
             "missingServices":["orders-rtu"],
             "conditions":[{"type":"Stalled","status":"True","reason":"NameCollision","message":"x"},{"type":"Ready","status":"False","reason":"NameCollision","message":"collides"}]}
            """);

        var tree = _cluster.Run("tree", "orders");

        Assert.Equal((0, ""), (tree.ExitCode, tree.Error));
        Assert.Equal(
            """
            team-a/orders
            ├── from core-data, https://git.example.com/core/config.git branch main at 1f2e3d4
            ├── into team-a/config, https://git.example.com/team-a/config.git branch main
            ├── ✘ Ready False NameCollision: collides
            ├── ✘ Stalled NameCollision: x
            ├── 3 resources
            │   ├── System of Record orders  reference, unchanged
            │   │   └── Projection pr_core_orders (there pr_orders)  reference, added
            │   └── Single View sv_customer  copy, left alone
            └── services that the destination lacks; create them before deploying (V1)
                └── orders-rtu
            """.ReplaceLineEndings("\n"),
            string.Join('\n', tree.Output.Split('\n').Select(static line => line.TrimEnd())).TrimEnd());
    }

    [Fact]
    public void Events_GivenSome_ThenListsThoseOfImportsOldestFirst()
    {
        AddEvent("new", "Warning", "2026-01-03T00:00:00Z", "second\u001b[2J");
        AddEvent("old", "Normal", "2026-01-02T00:00:00Z", "first");
        AddEvent("pod", "Warning", "2026-01-01T00:00:00Z", "of a Pod", kind: "Pod");

        var all = _cluster.Run("events");
        var warnings = _cluster.Run("events", "orders", "--types", "warning");

        Assert.Matches(@"\ALAST SEEN +TYPE +REASON +OBJECT +MESSAGE\n\w+ +Normal +Because +fdi/orders +first\n\w+ +Warning +Because +fdi/orders +second\\u\{1B\}\[2J\n\z", all.Output);
        Assert.DoesNotContain("first", warnings.Output, StringComparison.Ordinal);
        Assert.Contains("second", warnings.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Events_GivenNone_ThenSaysWhere()
    {
        var events = _cluster.Run("events");

        Assert.Equal((0, "", "There are no Events of imports in namespace team-a of context \"dev\".\n"), (events.ExitCode, events.Output, events.Error));
    }

    private void AddEvent(string name, string type, string time, string message, string kind = "FastDataImport") => _cluster.Events.Add(new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "team-a" },
        ["involvedObject"] = new JsonObject { ["kind"] = kind, ["name"] = "orders", ["namespace"] = "team-a" },
        ["type"] = type, ["reason"] = "Because", ["message"] = message, ["lastTimestamp"] = time,
    });
}

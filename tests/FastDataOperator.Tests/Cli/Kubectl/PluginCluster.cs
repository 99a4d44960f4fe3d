using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Tests.Cli.Kubectl;

/// <summary>A small cluster for the plugin: imports, Secrets and Events that a test lays down, and a kubeconfig that leads to them.</summary>
internal sealed class PluginCluster : IAsyncDisposable
{
    /// <summary>The token of the kubeconfig, which nobody may ever see.</summary>
    public const string Token = TestSecrets.Canary + "-t0ken-of-jane";

    private const string Prefix = "/apis/fastdata.gitops.dev/v1alpha1";

    private readonly TemporaryDirectory _directory = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ScriptedApiServer _server;
    private readonly Task _pump;

    private PluginCluster(ScriptedApiServer server)
    {
        _server = server;
        Write("config", Kubeconfig(server.Url));
        _pump = PumpAsync();
    }

    public JsonArray Imports { get; } = [];

    public JsonArray Events { get; } = [];

    /// <summary>Data by <c>namespace/name</c>.</summary>
    public Dictionary<string, JsonObject> Secrets { get; } = [];

    /// <summary>Every call, such as <c>GET /api/v1/…</c>, with its body.</summary>
    public ConcurrentQueue<(string Line, string Body)> Calls { get; } = [];

    /// <summary>Answers in place of the cluster where it returns a status and a body.</summary>
    public Func<ScriptedCall, (int Status, JsonNode Body)?> Fault { get; set; } = static _ => null;

    /// <summary>What an operator would make of an import that was patched.</summary>
    public Action<JsonObject> Patched { get; set; } = static _ => { };

    public string this[string file] => _directory[file];

    public string Path => _directory.Path;

    public static async Task<PluginCluster> StartAsync() => new(await ScriptedApiServer.StartAsync());

    public static JsonObject Status(int code, string reason, string message) => new()
    {
        ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = "Failure", ["code"] = code, ["reason"] = reason, ["message"] = message,
    };

    public static string Kubeconfig(string server, string user = $"token: {Token}") => $$"""
        apiVersion: v1
        kind: Config
        current-context: dev
        contexts: [{ name: dev, context: { cluster: dev, user: jane, namespace: team-a } }]
        clusters: [{ name: dev, cluster: { server: "{{server}}" } }]
        users: [{ name: jane, user: { {{user}} } }]
        """;

    public JsonObject Add(string name, string space = "team-a", string spec = "{}", string status = "{}")
    {
        var whole = new JsonObject
        {
            ["source"] = JsonNode.Parse("""{"project":"core-data","repository":{"url":"https://git.example.com/core/config.git"}}"""),
            ["destination"] = JsonNode.Parse("""{"repository":{"url":"https://git.example.com/team-a/config.git"},"branch":"main"}"""),
            ["select"] = new JsonObject { ["all"] = true },
        };
        foreach (var (member, value) in JsonNode.Parse(spec)!.AsObject())
        {
            whole[member] = value?.DeepClone();
        }

        var import = new JsonObject
        {
            ["apiVersion"] = "fastdata.gitops.dev/v1alpha1",
            ["kind"] = "FastDataImport",
            ["metadata"] = new JsonObject
            {
                ["name"] = name, ["namespace"] = space, ["uid"] = name, ["resourceVersion"] = "7", ["generation"] = 1, ["creationTimestamp"] = "2026-01-01T00:00:00Z",
                ["managedFields"] = new JsonArray(new JsonObject { ["manager"] = "nobody-reads-this" }),
            },
            ["spec"] = whole,
            ["status"] = JsonNode.Parse(status),
        };
        Imports.Add(import);
        return import;
    }

    public void Write(string file, string text) => File.WriteAllText(_directory[file], text, new UTF8Encoding(false));

    public FastDataProcess Run(params string[] arguments) => RunWith([], arguments);

    public FastDataProcess RunWith((string Name, string Value)[] environment, params string[] arguments) =>
        FastDataProcess.Run(Path, null, ["kubectl", .. arguments], [("KUBECONFIG", _directory["config"]), .. environment]);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pump;
        await _server.DisposeAsync();
        _stop.Dispose();
        _directory.Dispose();
    }

    private async Task PumpAsync()
    {
        try
        {
            while (true)
            {
                var call = await _server.NextAsync(_stop.Token);
                Calls.Enqueue(($"{call.Method} {call.Path}", call.Body));
                var (status, body) = Fault(call) ?? Answer(call);
                await call.AnswerAsync(status, body.DeepClone());
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private (int Status, JsonNode Body) Answer(ScriptedCall call)
    {
        var parts = call.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return (call.Method, parts) switch
        {
            ("GET", [.., "events"]) => (200, List(Events, "", "EventList")),
            ("GET", ["api", "v1", "namespaces", var space, "secrets", var name]) => Secrets.TryGetValue($"{space}/{name}", out var data)
                ? (200, new JsonObject { ["kind"] = "Secret", ["apiVersion"] = "v1", ["metadata"] = new JsonObject { ["name"] = name }, ["data"] = data.DeepClone() })
                : (404, Status(404, "NotFound", $"secrets \"{name}\" not found")),
            ("GET", _) when call.Path == Prefix + "/fastdataimports" => (200, List(Imports, "", "FastDataImportList")),
            ("GET", [_, _, _, _, var space, "fastdataimports"]) => (200, List(Imports, space, "FastDataImportList")),
            (_, [_, _, _, _, var space, "fastdataimports", var name]) => Find(space, name) is { } import
                ? (200, call.Method == "PATCH" ? Patch(import, call.Body) : import)
                : (404, Status(404, "NotFound", $"fastdataimports.fastdata.gitops.dev \"{name}\" not found")),
            _ => (404, Status(404, "NotFound", "the server could not find the requested resource")),
        };
    }

    private JsonObject? Find(string space, string name) => Imports.Select(static each => each!.AsObject())
        .FirstOrDefault(each => each["metadata"]!["namespace"]!.GetValue<string>() == space && each["metadata"]!["name"]!.GetValue<string>() == name);

    private JsonObject Patch(JsonObject import, string patch)
    {
        Merge(import, JsonNode.Parse(patch)!.AsObject());
        var answer = import.DeepClone().AsObject();
        Patched(import);
        return answer;
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is JsonObject inner)
            {
                if (target[name] is not JsonObject nested)
                {
                    target[name] = nested = [];
                }

                Merge(nested, inner);
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }
    }

    private static JsonObject List(JsonArray items, string space, string kind) => new()
    {
        ["kind"] = kind,
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject { ["resourceVersion"] = "9" },
        ["items"] = new JsonArray([.. items.Where(each => space.Length == 0 || each!["metadata"]!["namespace"]!.GetValue<string>() == space).Select(static each => each!.DeepClone())]),
    };
}

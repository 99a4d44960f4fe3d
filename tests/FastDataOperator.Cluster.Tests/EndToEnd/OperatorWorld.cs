using System.Text;
using System.Text.Json.Nodes;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Clusters;
using FastDataOperator.Testing.Secrets;
using k8s;
using k8s.Models;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>A namespace with the operator's rights, two projects of the sample behind a Git web server that asks for a password, the Secret that has
/// it, and operators as real processes with nothing but that service account's token.</summary>
internal sealed class OperatorWorld : IAsyncDisposable
{
    public const string User = "deployer";
    public const string Secret = "git";
    public const string ImportName = "customer-from-core";

    private static readonly string s_sample = Path.Combine(AppContext.BaseDirectory, "samples", "share-er-schema", "repositories");

    private readonly GitWebServer _server;
    private readonly List<OperatorProcess> _operators = [];
    private readonly Dictionary<string, TemporaryDirectory> _scratch = [];

    private OperatorWorld(Cluster cluster, string space, ClusterUser account, int gitWorkers)
    {
        _server = GitWebServer.Start(new GitWebServerOptions { Basic = (User, Password), Workers = gitWorkers });
        Cluster = cluster;
        Space = space;
        Account = account;
        Imports = new ImportObjects(cluster.Administrator, space);
        Source = CreateRepository("customer-core", "customer-core");
        Destination = CreateRepository("marketing", "marketing");
    }

    public static string Password => TestSecrets.Canary + "-c0rrect-h0rse-b@ttery";

    public Cluster Cluster { get; }

    public string Space { get; }

    public ClusterUser Account { get; }

    public ImportObjects Imports { get; }

    public TestRepository Source { get; }

    public TestRepository Destination { get; }

    /// <summary>Where the Git server is, for proxies before it.</summary>
    public Uri GitAddress => new(_server.UrlOf(""));

    /// <summary>Where the repositories lie that the Git server serves.</summary>
    public string RepositoryRoot => _server.RepositoryRoot;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    /// <param name="grants">Whether the account gets the rights of the plain manifest, in this namespace alone.</param>
    /// <param name="gitWorkers">How many requests the Git server answers at once.</param>
    public static async Task<OperatorWorld> CreateAsync(Cluster cluster, bool grants = true, int gitWorkers = 4)
    {
        var (space, account) = await cluster.CreateNamespaceAsync(CancellationToken);
        var world = new OperatorWorld(cluster, space, account, gitWorkers);
        if (grants)
        {
            await world.GrantAsync();
        }

        await world.PutSecretAsync(Password);
        return world;
    }

    /// <summary>A repository on the server with the files of the sample's folder, or with none.</summary>
    public TestRepository CreateRepository(string name, string? sample)
    {
        var repository = _server.CreateRepository(name + ".git");
        if (sample is not null)
        {
            Commit(repository, sample);
        }

        return repository;
    }

    public string UrlOf(string name) => _server.UrlOf(name + ".git");

    /// <summary>Commits a folder of the sample.</summary>
    public static string Commit(TestRepository repository, string sample)
    {
        var folder = Path.Combine(s_sample, sample);
        return repository.Commit("main", [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => new TestFile(Path.GetRelativePath(folder, file), File.ReadAllBytes(file)))]);
    }

    /// <summary>The sample's import between the two repositories, looked at as often as may be.</summary>
    public JsonObject Spec(string destination = "marketing", Uri? git = null)
    {
        string Address(string name) => git is null ? UrlOf(name) : new Uri(git, name + ".git").AbsoluteUri;
        return new JsonObject
        {
            ["interval"] = "10s",
            ["source"] = new JsonObject
            {
                ["project"] = "customer-core",
                ["repository"] = new JsonObject { ["url"] = Address("customer-core"), ["ref"] = new JsonObject { ["branch"] = "main" }, ["secretRef"] = new JsonObject { ["name"] = Secret } },
            },
            ["destination"] = new JsonObject
            {
                ["project"] = destination,
                ["repository"] = new JsonObject { ["url"] = Address(destination), ["secretRef"] = new JsonObject { ["name"] = Secret } },
                ["branch"] = "main",
            },
            ["select"] = new JsonObject { ["erSchemas"] = new JsonArray(new JsonObject { ["name"] = "er_customer" }) },
        };
    }

    public Task<JsonObject> CreateImportAsync(JsonObject? spec = null, string name = ImportName) => Imports.CreateAsync(name, spec ?? Spec(), CancellationToken);

    /// <summary>Writes the Secret of the Git server, or replaces it.</summary>
    public Task PutSecretAsync(string password, string name = Secret) => PutSecretAsync(name, ("username", User), ("password", password));

    /// <summary>Writes a Secret, or replaces it.</summary>
    public async Task PutSecretAsync(string name, params (string Key, string Value)[] data)
    {
        var core = Cluster.Administrator.CoreV1;
        var secret = new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = name },
            Data = data.ToDictionary(static one => one.Key, static one => Encoding.UTF8.GetBytes(one.Value)),
        };
        await core.DeleteCollectionNamespacedSecretAsync(Space, fieldSelector: $"metadata.name={name}", cancellationToken: CancellationToken);
        await core.CreateNamespacedSecretAsync(secret, Space, cancellationToken: CancellationToken);
    }

    /// <summary>Starts an operator for this namespace alone.</summary>
    /// <param name="api">A proxy before the API server.</param>
    /// <param name="pod">Its name. A second one competes for the same Lease; the same one again has the scratch directory of the first, as a
    /// container has that is started again.</param>
    /// <param name="flags">More flags.</param>
    public OperatorProcess Start(RecordingProxy? api = null, string pod = "operator-1", params string[] flags) =>
        StartBare(api, pod, ["--watch-namespaces", Space, "--lease-namespace", Space, "--allow-http", "--allowed-hosts", "127.0.0.1", .. flags]);

    /// <summary>Starts an operator with these flags and what a machine without pods needs beside them.</summary>
    public OperatorProcess StartBare(RecordingProxy? api, string pod, params string[] flags)
    {
        if (!_scratch.TryGetValue(pod, out var scratch))
        {
            _scratch.Add(pod, scratch = new TemporaryDirectory());
        }

        var process = OperatorProcess.Start(
            ["--kubeconfig", Cluster.Plane.WriteKubeconfig(Account, api), "--scratch-directory", scratch.Path, .. flags],
            new Dictionary<string, string?> { ["POD_NAME"] = pod, ["POD_UID"] = Guid.NewGuid().ToString(), ["POD_NAMESPACE"] = Space, ["POD_IP"] = "127.0.0.1" });
        _operators.Add(process);
        return process;
    }

    public async Task<OperatorProcess> StartReadyAsync(RecordingProxy? api = null, string pod = "operator-1", params string[] flags)
    {
        var process = Start(api, pod, flags);
        await process.ReadyAsync(CancellationToken);
        return process;
    }

    /// <summary>What operators left behind on disk.</summary>
    public IEnumerable<string> Scratch => _scratch.Values.SelectMany(directory => Directory.EnumerateFileSystemEntries(directory.Path));

    /// <summary>Waits for an Event of an import.</summary>
    public async Task<Corev1Event> EventAsync(string reason, Func<Corev1Event, bool> isAsWanted, string name = ImportName)
    {
        Corev1Event? found = null;
        await Patience.UntilAsync(
            async cancellation =>
            {
                var events = await Cluster.Administrator.CoreV1.ListNamespacedEventAsync(Space, fieldSelector: $"involvedObject.name={name}", cancellationToken: cancellation);
                found = events.Items.LastOrDefault(item => item.Reason == reason && isAsWanted(item)) ?? events.Items.LastOrDefault(item => item.Reason == reason);
                return found is not null && isAsWanted(found);
            },
            $"there was no event {reason} as wanted",
            () => $"{found?.Type} {found?.Reason} {found?.Count} {found?.Message}",
            CancellationToken);
        return found!;
    }

    /// <summary>Waits until the status tells of a commit.</summary>
    public async Task<JsonObject> ReportedAsync(string commit, string name = ImportName) =>
        (await Imports.WaitAsync(name, import => (string?)import?["status"]?["destination"]?["pushedCommit"] == commit, $"{commit} was not reported", CancellationToken))!;

    /// <summary>The destination's configuration as it is in Git.</summary>
    public string Configuration() => Destination.Git("show", "main:fastdata-config.json");

    /// <summary>Replaces it, as a person would who may push.</summary>
    public string Edit(string configuration) => Destination.Commit("main", [new TestFile("fastdata-config.json", configuration)]);

    /// <summary>Waits for a tip other than this.</summary>
    public async Task<string> PushedAsync(string? before, TestRepository? repository = null)
    {
        repository ??= Destination;
        await Patience.UntilAsync(
            _ => Task.FromResult(repository.Tip("main") != before),
            "nothing was pushed",
            () => string.Join('\n', _operators.Select(process => process.Process.Tail)),
            CancellationToken);
        return repository.Tip("main")!;
    }

    /// <summary>The commits of a branch, newest first, as their subjects.</summary>
    public static IReadOnlyList<string> Log(TestRepository repository) => repository.Git("log", "--format=%s", "main").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public async ValueTask DisposeAsync()
    {
        await KeepObjectsAsync();
        foreach (var process in _operators)
        {
            var said = string.Join('\n', process.Lines);
            Assert.DoesNotContain(Password, said, StringComparison.Ordinal);
            Assert.DoesNotContain(Account.Token, said, StringComparison.Ordinal);
            process.Dispose();
        }

        _server.Dispose();
        foreach (var directory in _scratch.Values)
        {
            Evidence.KeepFiles("scratch", directory.Path);
            directory.Dispose();
        }
    }

    /// <summary>What the operators left in the API server, but for the Secrets, which are the tests' own.</summary>
    private async Task KeepObjectsAsync()
    {
        if (!Evidence.IsKept)
        {
            return;
        }

        try
        {
            using var patience = new CancellationTokenSource(Patience.Limit);
            await Imports.ListAsync(patience.Token);

            foreach (var told in (await Cluster.Administrator.CoreV1.ListNamespacedEventAsync(Space, cancellationToken: patience.Token)).Items)
            {
                Evidence.Keep("event", KubernetesJson.Serialize(told));
            }

            foreach (var lease in (await Cluster.Administrator.CoordinationV1.ListNamespacedLeaseAsync(Space, cancellationToken: patience.Token)).Items)
            {
                Evidence.Keep("object", KubernetesJson.Serialize(lease));
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or k8s.Autorest.HttpOperationException)
        {
            // A test left the API server dead.
        }
    }

    /// <summary>The rules of the installed ClusterRole, in this namespace alone, and the Lease.</summary>
    private async Task GrantAsync()
    {
        var rbac = Cluster.Administrator.RbacAuthorizationV1;
        foreach (var (role, name) in new[] { ("ClusterRole", "fastdata-operator"), ("Role", "fastdata-operator-lease") })
        {
            if (role == "Role")
            {
                await rbac.CreateNamespacedRoleAsync(
                    new V1Role { Metadata = new V1ObjectMeta { Name = name }, Rules = [new V1PolicyRule { ApiGroups = ["coordination.k8s.io"], Resources = ["leases"], Verbs = ["get", "create", "update"] }] },
                    Space, cancellationToken: CancellationToken);
            }

            await rbac.CreateNamespacedRoleBindingAsync(
                new V1RoleBinding
                {
                    Metadata = new V1ObjectMeta { Name = name },
                    RoleRef = new V1RoleRef { ApiGroup = "rbac.authorization.k8s.io", Kind = role, Name = name },
                    Subjects = [new Rbacv1Subject { Kind = "ServiceAccount", Name = "fastdata-operator", NamespaceProperty = Space }],
                },
                Space, cancellationToken: CancellationToken);
        }
    }
}

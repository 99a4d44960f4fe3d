using System.Text;
using System.Text.Json.Nodes;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Clusters;
using FastDataOperator.Testing.Secrets;
using k8s;
using k8s.Models;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>What the operator asks of Secrets, and when a changed one takes effect.</summary>
public sealed class SecretTests(Cluster cluster)
{
    private const string Name = OperatorWorld.ImportName;
    private const string Secret = "labelled";

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watched_AChangeIsAnAttemptAtOnce()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        await using var api = await RecordingProxy.StartAsync(cluster.Plane, CancellationToken);
        await GrantWatchAsync(world);
        await PutAsync(world, TestSecrets.Canary + "-wrong");
        await world.StartReadyAsync(api, "operator-1", "--watch-secrets");
        await world.CreateImportAsync(OnceAnHour(world));
        await world.Imports.WaitForAsync(Name, "Stalled", CancellationToken);
        Assert.Equal(1, api.CountByKind()["list secrets"]);
        Assert.All(api.Requests.Where(static request => request.Kind is "list secrets" or "watch secrets"),
            static request => Assert.Contains("labelSelector=reconcile.fastdata.gitops.dev%2Fwatch%3DEnabled", request.Query, StringComparison.OrdinalIgnoreCase));

        await PutAsync(world, OperatorWorld.Password);

        await world.Imports.WaitForAsync(Name, "Ready", CancellationToken);
    }

    [Fact]
    public async Task NotWatched_SecretsAreOnlyGot_AndAChangeTakesEffectAtTheNextAttempt()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        await using var api = await RecordingProxy.StartAsync(cluster.Plane, CancellationToken);
        await PutAsync(world, TestSecrets.Canary + "-wrong");
        await world.StartReadyAsync(api);
        await world.CreateImportAsync(OnceAnHour(world));
        await world.Imports.WaitForAsync(Name, "Stalled", CancellationToken);

        await PutAsync(world, OperatorWorld.Password);
        Assert.Equal(1, api.CountByKind()["get secrets"]);
        await world.Imports.AnnotateAsync(Name, ImportObject.RequestedAtAnnotation, "now", CancellationToken);
        await world.Imports.WaitForAsync(Name, "Ready", CancellationToken);

        Assert.Equal(2, api.CountByKind()["get secrets"]);
        Assert.Equal(["get secrets"], api.CountByKind().Keys.Where(static kind => kind.EndsWith(" secrets", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Deleted_IsNotPushedWith_HoweverLongTheInterval()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        await using var api = await RecordingProxy.StartAsync(cluster.Plane, CancellationToken);
        await PutAsync(world, OperatorWorld.Password);
        world.CreateRepository("other", "marketing");
        await world.StartReadyAsync(api);
        var spec = OnceAnHour(world);
        spec["source"]!["repository"]!["secretRef"]!["name"] = OperatorWorld.Secret;
        await world.CreateImportAsync(spec);
        await world.CreateImportAsync(world.Spec("other"), "often");
        await world.Imports.WaitForAsync(Name, "Ready", CancellationToken);
        await world.Imports.WaitForAsync("often", "Ready", CancellationToken);
        var tip = world.Destination.Tip("main");

        // An interval of the other import, which reads its own Secret again and shares the look at the source.
        var read = api.CountByKind()["get secrets"];
        await Patience.UntilAsync(_ => Task.FromResult(api.CountByKind()["get secrets"] >= read + 2), "no interval went by", static () => "", CancellationToken);
        await world.Cluster.Administrator.CoreV1.DeleteNamespacedSecretAsync(Secret, world.Space, cancellationToken: CancellationToken);
        OperatorWorld.Commit(world.Source, "customer-core.next");

        var stalled = await world.Imports.WaitForAsync(Name, "Stalled", CancellationToken);
        Assert.Equal("SecretMissing", ImportObjects.ConditionsOf(stalled)["Stalled"].Reason);
        Assert.Equal(tip, world.Destination.Tip("main"));
    }

    private static JsonObject OnceAnHour(OperatorWorld world)
    {
        var spec = world.Spec();
        spec["interval"] = "1h";
        foreach (var side in new[] { "source", "destination" })
        {
            spec[side]!["repository"]!["secretRef"]!["name"] = Secret;
        }

        return spec;
    }

    /// <summary>What the chart's option grants beyond <c>get</c>.</summary>
    private static async Task GrantWatchAsync(OperatorWorld world)
    {
        const string role = "fastdata-operator-secrets";
        var rbac = world.Cluster.Administrator.RbacAuthorizationV1;
        await rbac.CreateNamespacedRoleAsync(
            new V1Role { Metadata = new V1ObjectMeta { Name = role }, Rules = [new V1PolicyRule { ApiGroups = [""], Resources = ["secrets"], Verbs = ["list", "watch"] }] },
            world.Space, cancellationToken: CancellationToken);
        await rbac.CreateNamespacedRoleBindingAsync(
            new V1RoleBinding
            {
                Metadata = new V1ObjectMeta { Name = role },
                RoleRef = new V1RoleRef { ApiGroup = "rbac.authorization.k8s.io", Kind = "Role", Name = role },
                Subjects = [new Rbacv1Subject { Kind = "ServiceAccount", Name = "fastdata-operator", NamespaceProperty = world.Space }],
            },
            world.Space, cancellationToken: CancellationToken);
    }

    /// <summary>Writes the Secret, with the label by which it is watched.</summary>
    private static async Task PutAsync(OperatorWorld world, string password)
    {
        var core = world.Cluster.Administrator.CoreV1;
        var secret = new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = Secret, Labels = new Dictionary<string, string> { ["reconcile.fastdata.gitops.dev/watch"] = "Enabled" } },
            Data = new Dictionary<string, byte[]> { ["username"] = Encoding.UTF8.GetBytes(OperatorWorld.User), ["password"] = Encoding.UTF8.GetBytes(password) },
        };
        if ((await core.ListNamespacedSecretAsync(world.Space, fieldSelector: "metadata.name=" + Secret, cancellationToken: CancellationToken)).Items.Count == 0)
        {
            await core.CreateNamespacedSecretAsync(secret, world.Space, cancellationToken: CancellationToken);
        }
        else
        {
            await core.ReplaceNamespacedSecretAsync(secret, Secret, world.Space, cancellationToken: CancellationToken);
        }
    }
}

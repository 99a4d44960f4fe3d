using System.Text;
using System.Text.Json.Nodes;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;
using k8s;
using k8s.Models;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>An operator that signs what it writes, and takes only what is signed.</summary>
public sealed class SignatureTests(Cluster cluster) : IDisposable
{
    private const string Name = OperatorWorld.ImportName;
    private const string Signers = "signers";
    private const string Bot = "bot";
    private const string Password = TestSecrets.Canary + "-s3cret-of-the-bot";

    private readonly SshKeys _keys = new();

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _keys.Dispose();

    [Fact]
    public async Task Signers_ThatAreReplaced_CountAtTheNextLookThoughNothingMoved()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        var (ada, eve, bot) = (_keys.Generate("-t ed25519"), _keys.Generate("-t ed25519"), _keys.Generate("-t ed25519", Password));
        Sign(world.Source, ada);
        await PutAsync(world, Signers, ("ada.pub", await ReadAsync(ada + ".pub")));
        await PutAsync(world, Bot, ("identity", await ReadAsync(bot)), ("password", Encoding.UTF8.GetBytes(Password)));
        var operatorProcess = await world.StartReadyAsync();
        await world.CreateImportAsync(Spec(world));

        var ready = await world.Imports.WaitForAsync(Name, "Ready", CancellationToken);
        var commit = world.Source.Tip("main");
        Assert.StartsWith($"read main@sha1:{commit}, signed by SSH key SHA256:", ImportObjects.ConditionsOf(ready)["SourceFetched"].Message, StringComparison.Ordinal);
        world.Destination.Git("-c", "gpg.format=ssh", "-c", $"gpg.ssh.allowedSignersFile={_keys.Allow(bot)}", "verify-commit", "main");
        var tip = world.Destination.Tip("main");

        await PutAsync(world, Signers, ("eve.pub", await ReadAsync(eve + ".pub")));
        var stalled = await world.Imports.WaitForAsync(Name, "Stalled", CancellationToken);
        Assert.Equal("SourceNotVerified", ImportObjects.ConditionsOf(stalled)["Stalled"].Reason);
        Assert.Equal(("False", "SourceNotVerified"), (ImportObjects.ConditionsOf(stalled)["SourceFetched"].Status, ImportObjects.ConditionsOf(stalled)["SourceFetched"].Reason));

        await PutAsync(world, Signers, ("ada.pub", await ReadAsync(ada + ".pub")));
        await world.Imports.WaitForAsync(Name, "Ready", CancellationToken);
        Assert.Equal((commit, tip), (world.Source.Tip("main"), world.Destination.Tip("main")));
        Assert.DoesNotContain(Password, operatorProcess.Process.Tail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_ThatAsksForASignedTagOfABranch_IsRefusedByTheSchema()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        var spec = Spec(world);
        spec["source"]!["repository"]!["verify"]!["mode"] = "Tag";

        var refusal = await Assert.ThrowsAsync<k8s.Autorest.HttpOperationException>(() => world.CreateImportAsync(spec));

        Assert.Contains("ref names no tag that could be signed", refusal.Response.Content, StringComparison.Ordinal);
        spec["source"]!["repository"]!["ref"] = new JsonObject { ["semver"] = "1.x" };
        await world.CreateImportAsync(spec);
    }

    private static JsonObject Spec(OperatorWorld world)
    {
        var spec = world.Spec();
        spec["source"]!["repository"]!["verify"] = new JsonObject { ["mode"] = "HEAD", ["secretRef"] = new JsonObject { ["name"] = Signers } };
        spec["publish"] = new JsonObject { ["commit"] = new JsonObject { ["signingKey"] = new JsonObject { ["secretRef"] = new JsonObject { ["name"] = Bot } } } };
        return spec;
    }

    private static Task<byte[]> ReadAsync(string file) => File.ReadAllBytesAsync(file, CancellationToken);

    /// <summary>The same content in a new commit on the branch, signed.</summary>
    private static void Sign(TestRepository source, string key) => source.Git(
        "update-ref", "refs/heads/main", source.Git("-c", "gpg.format=ssh", "-c", $"user.signingKey={key}", "commit-tree", "-S", "-p", "main", "-m", "Signed", "main^{tree}"));

    private static async Task PutAsync(OperatorWorld world, string name, params (string Key, byte[] Value)[] items)
    {
        var core = world.Cluster.Administrator.CoreV1;
        var secret = new V1Secret { Metadata = new V1ObjectMeta { Name = name }, Data = items.ToDictionary(static item => item.Key, static item => item.Value) };
        if ((await core.ListNamespacedSecretAsync(world.Space, fieldSelector: "metadata.name=" + name, cancellationToken: CancellationToken)).Items.Count == 0)
        {
            await core.CreateNamespacedSecretAsync(secret, world.Space, cancellationToken: CancellationToken);
        }
        else
        {
            await core.ReplaceNamespacedSecretAsync(secret, name, world.Space, cancellationToken: CancellationToken);
        }
    }
}

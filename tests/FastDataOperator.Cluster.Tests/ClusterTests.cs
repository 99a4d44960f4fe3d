using System.Net;
using System.Text.Json.Nodes;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Clusters;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace FastDataOperator.Cluster.Tests;

/// <summary>The harness itself: what other tests rely on.</summary>
public sealed class ClusterTests(Cluster cluster)
{
    private static readonly JsonObject s_spec = ImportObjects.Spec("https://git.example.com/a.git", "https://git.example.com/b.git");

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ServiceAccount_GrantedNothing_IsForbidden()
    {
        var (space, account) = await cluster.CreateNamespaceAsync(CancellationToken);
        using var client = cluster.ClientOf(account);

        var refused = await Assert.ThrowsAsync<HttpOperationException>(() => client.CoreV1.ListNamespacedSecretAsync(space, cancellationToken: CancellationToken));

        Assert.Equal(HttpStatusCode.Forbidden, refused.Response.StatusCode);
        Assert.Contains($"system:serviceaccount:{space}:fastdata-operator", refused.Response.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ApiServer_KilledAndStarted_KeepsItsObjectsAndAnswersAtTheSameAddress()
    {
        Assert.NotNull(cluster.Plane);
        await using var own = await Cluster.StartAsync();
        var (space, _) = await own.CreateNamespaceAsync(CancellationToken);
        var imports = new ImportObjects(own.Administrator, space);
        var before = await imports.CreateAsync("orders", s_spec, CancellationToken);

        own.Plane.KillApiServer();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => imports.GetAsync("orders", CancellationToken));
        await own.Plane.StartApiServerAsync(CancellationToken);

        var after = await imports.GetAsync("orders", CancellationToken);
        Assert.Equal((string?)before["metadata"]!["uid"], (string?)after["metadata"]!["uid"]);
    }

    [Fact]
    public async Task Proxy_OfAWatch_PassesEachChangeOnAsItComes()
    {
        await using var proxy = await RecordingProxy.StartAsync(cluster.Plane, CancellationToken);
        using var client = cluster.ClientOf(ClusterUser.Administrator, proxy);
        var (space, _) = await cluster.CreateNamespaceAsync(CancellationToken);
        var direct = new ImportObjects(cluster.Administrator, space);
        await direct.CreateAsync("orders", s_spec, CancellationToken);

        var watchOpened = proxy.NextAsync(static request => request.Kind == "watch fastdataimports");
        var waiting = new ImportObjects(client, space).WaitAsync("orders", static import => (bool?)import?["spec"]?["suspend"] is true, "it was not suspended", CancellationToken);
        await watchOpened;
        await direct.PatchAsync("orders", new JsonObject { ["spec"] = new JsonObject { ["suspend"] = true } }, CancellationToken);

        Assert.Equal(2, (long?)(await waiting)!["metadata"]!["generation"]);
        Assert.Equal(1, proxy.CountByKind()["get fastdataimports"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Proxy_ThatResetsARequest_DoesSoBeforeOrAfterTheServerDidIt(bool isAfter)
    {
        await using var proxy = await RecordingProxy.StartAsync(cluster.Plane, CancellationToken);
        using var client = cluster.ClientOf(ClusterUser.Administrator, proxy);
        var (space, _) = await cluster.CreateNamespaceAsync(CancellationToken);
        Task<ProxyVerdict> Reset(ProxiedRequest request) => Task.FromResult(request.Kind == "create configmaps" ? ProxyVerdict.Reset : ProxyVerdict.Pass);
        proxy.BeforeForwarding = isAfter ? null : Reset;
        proxy.BeforeAnswering = isAfter ? Reset : null;

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.CoreV1.CreateNamespacedConfigMapAsync(
            new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "a" } }, space, cancellationToken: CancellationToken));

        var made = await cluster.Administrator.CoreV1.ListNamespacedConfigMapAsync(space, cancellationToken: CancellationToken);
        Assert.Equal(isAfter ? 1 : 0, made.Items.Count(static map => map.Metadata.Name == "a"));
    }

    [Fact]
    public async Task ApiServer_Paused_AnswersNothingUntilResumed()
    {
        Assert.NotNull(cluster.Plane);
        await using var own = await Cluster.StartAsync();

        own.Plane.PauseApiServer();
        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(250));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => own.Plane.Http.GetAsync(new Uri("/version", UriKind.Relative), impatience.Token));
        var asked = own.Administrator.CoreV1.ListNamespaceAsync(cancellationToken: CancellationToken);
        own.Plane.ResumeApiServer();

        Assert.NotEmpty((await asked).Items);
    }

    [Fact]
    public async Task Proxy_BeforeAGitServer_CountsWhatGitAsks()
    {
        using var server = GitWebServer.Start();
        server.CreateRepository("a.git").Commit("main", new TestFile("a", "1"));
        await using var proxy = await RecordingProxy.StartAsync(new Uri(server.UrlOf("")), null, CancellationToken);

        var listed = await Task.Run(() => GitCommand.Run("/", "ls-remote", new Uri(proxy.Address, "a.git").AbsoluteUri), CancellationToken);

        Assert.Contains("refs/heads/main", listed, StringComparison.Ordinal);
        Assert.Equal(new Dictionary<string, int> { ["GET refs"] = 1, ["POST git-upload-pack"] = 1 }, proxy.CountByKind());
    }
}

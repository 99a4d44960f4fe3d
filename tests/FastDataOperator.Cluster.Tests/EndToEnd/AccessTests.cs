using System.Text.Json.Nodes;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Clusters;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>Secrets, addresses, dependencies: what an import may and what it waits for, and what looking costs.</summary>
public sealed class AccessTests(Cluster cluster)
{
    private const string Name = OperatorWorld.ImportName;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Secret_WrongThenRight_IsTakenWithoutARestart()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        await world.PutSecretAsync(TestSecrets.Canary + "-wrong");
        await world.StartReadyAsync();
        await world.CreateImportAsync();

        var stalled = await world.Imports.WaitForAsync(Name, "Stalled", CancellationToken);
        Assert.Equal("AuthenticationFailed", ImportObjects.ConditionsOf(stalled)["Ready"].Reason);

        await world.PutSecretAsync(OperatorWorld.Password);
        await world.Imports.WaitForAsync(Name, "Ready", CancellationToken);
    }

    [Fact]
    public async Task Secret_Missing_IsNamed_AndTakenWhenItComes()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        await world.StartReadyAsync();
        var spec = world.Spec();
        spec["interval"] = "1h";
        spec["destination"]!["repository"]!["secretRef"]!["name"] = "later";
        await world.CreateImportAsync(spec);

        var stalled = await world.Imports.WaitForAsync(Name, "Stalled", CancellationToken);
        Assert.Equal(("SecretMissing", $"the Secret {world.Space}/later does not exist; create it, or correct the field that names it"), (ImportObjects.ConditionsOf(stalled)["Ready"].Reason, ImportObjects.ConditionsOf(stalled)["Ready"].Message));

        await world.PutSecretAsync(OperatorWorld.Password, "later");
        await world.Imports.WaitForAsync(Name, "Ready", CancellationToken);
    }

    [Fact]
    public async Task SshKeyAndHostKey_Rotated_AreTakenWithoutARestart()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        using var server = SshServer.Start();
        var source = server.CreateRepository("customer-core.git");
        OperatorWorld.Commit(source, "customer-core");
        async Task RotateAsync()
        {
            var key = SshKeyPair.Create();
            server.Authorize(key);
            await world.PutSecretAsync("source", ("identity", key.PrivateKey), ("known_hosts", server.KnownHosts));
        }

        await RotateAsync();
        await FollowAsync(world, server.UrlOf("customer-core.git"), source, async () =>
        {
            server.ReplaceHostKey();
            var stalled = await world.Imports.WaitForAsync(Name, "Stalled", CancellationToken);
            Assert.Contains("showed another host key", ImportObjects.ConditionsOf(stalled)["Ready"].Message, StringComparison.Ordinal);
            await RotateAsync();
        });
    }

    [Fact]
    public async Task Proxy_WhosePasswordIsRotated_IsTakenWithoutARestart()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        using var authority = TestAuthority.Create("CN=authority of the test");
        using var server = GitWebServer.Start(new GitWebServerOptions { IsSecure = true, Certificate = authority.IssueServer() });
        var source = server.CreateRepository("customer-core.git");
        OperatorWorld.Commit(source, "customer-core");
        await world.PutSecretAsync("source", ("ca.crt", authority.CertificatePem));
        ForwardProxy? proxy = null;
        async Task RotateAsync(string password)
        {
            proxy?.Dispose();
            proxy = ForwardProxy.Http(("egress", password));
            await world.PutSecretAsync("egress", ("address", proxy.Address), ("username", "egress"), ("password", password));
        }

        try
        {
            await RotateAsync(TestSecrets.Canary + "-pr0xy-one");
            await FollowAsync(world, server.UrlOf("customer-core.git"), source, async () =>
            {
                Assert.Contains("CONNECT", proxy!.Log, StringComparison.Ordinal);
                await world.PutSecretAsync("egress", ("address", proxy.Address), ("username", "egress"), ("password", TestSecrets.Canary + "-pr0xy-wrong"));
                var stalled = await world.Imports.WaitForAsync(Name, "Stalled", CancellationToken);
                Assert.Contains("proxy", ImportObjects.ConditionsOf(stalled)["Ready"].Message, StringComparison.Ordinal);
                await RotateAsync(TestSecrets.Canary + "-pr0xy-two");
            }, proxySecret: "egress");
        }
        finally
        {
            proxy?.Dispose();
        }
    }

    [Fact]
    public async Task AuthorityAndClientCertificate_WrongThenRight_AreTakenWithoutARestart()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        using var authority = TestAuthority.Create("CN=authority of the test");
        using var clients = TestAuthority.Create("CN=authority of clients");
        using var others = TestAuthority.Create("CN=authority of others");
        using var server = GitWebServer.Start(new GitWebServerOptions { IsSecure = true, Certificate = authority.IssueServer(), ClientAuthority = clients.CertificatePem });
        var source = server.CreateRepository("customer-core.git");
        OperatorWorld.Commit(source, "customer-core");
        Task PutAsync(TestAuthority trusted, TestAuthority issuer)
        {
            var client = issuer.IssueClient("CN=robot");
            return world.PutSecretAsync("source", ("ca.crt", trusted.CertificatePem), ("tls.crt", client.CertificatePem), ("tls.key", client.KeyPem));
        }

        await PutAsync(others, clients);
        await FollowAsync(world, server.UrlOf("customer-core.git"), source, () => Task.CompletedTask, async () =>
        {
            var stalled = await world.Imports.WaitForAsync(Name, "Stalled", CancellationToken);
            Assert.Equal("InsecureConnection", ImportObjects.ConditionsOf(stalled)["Ready"].Reason);
            await PutAsync(authority, others);
            await world.Imports.WaitAsync(
                Name, static import => import is not null && ImportObjects.ConditionsOf(import).TryGetValue("Ready", out var ready) && ready.Message.Contains("does not accept the client certificate", StringComparison.Ordinal),
                "the client certificate was not refused", CancellationToken);
            await PutAsync(authority, clients);
        });
    }

    /// <summary>Imports from a source behind another server than the destination's, changes what is needed to reach it, and sees a later change of the source arrive.</summary>
    private static async Task FollowAsync(OperatorWorld world, string url, TestRepository source, Func<Task> rotateAsync, Func<Task>? beginAsync = null, string? proxySecret = null)
    {
        await world.StartReadyAsync(null, "operator-1", "--allowed-hosts", "localhost");
        var spec = world.Spec();
        spec["source"]!["repository"]!["url"] = url;
        spec["source"]!["repository"]!["secretRef"]!["name"] = "source";
        if (proxySecret is not null)
        {
            spec["source"]!["repository"]!["proxySecretRef"] = new JsonObject { ["name"] = proxySecret };
        }

        await world.CreateImportAsync(spec);
        await (beginAsync?.Invoke() ?? Task.CompletedTask);
        await world.Imports.WaitForAsync(Name, "Ready", CancellationToken);

        await rotateAsync();
        var before = world.Destination.Tip("main");
        source.Commit("main", [new TestFile("fastdata-config.json", source.Git("show", "main:fastdata-config.json").Replace("Customer", "Client", StringComparison.Ordinal))]);
        await world.PushedAsync(before);
        await world.Imports.WaitForAsync(Name, "Ready", CancellationToken);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data.git", "host 169.254.169.254")]
    [InlineData("http://localhost:1/a.git", "host localhost")]
    [InlineData("file:///etc/a.git", "path on this machine")]
    public async Task Address_ThatIsNotAllowed_IsRefusedWithTheOptionThatWould(string url, string what)
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        await world.StartReadyAsync();
        var spec = world.Spec();
        spec["source"]!["repository"]!["url"] = url;
        spec["source"]!["repository"]!.AsObject().Remove("secretRef");
        await world.CreateImportAsync(spec);

        var stalled = await world.Imports.WaitForAsync(Name, "Stalled", CancellationToken);

        var (_, reason, message) = ImportObjects.ConditionsOf(stalled)["Ready"];
        Assert.Equal("NotAllowed", reason);
        Assert.Contains(what, message, StringComparison.Ordinal);
        Assert.Matches("--allow(ed-hosts|-local-repositories)", message);
    }

    [Fact]
    public async Task Dependent_WaitsUntilTheOtherIsReady()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        world.CreateRepository("second", "marketing");
        await world.StartReadyAsync();
        var dependent = world.Spec("second");
        dependent["interval"] = "1h";
        dependent["dependsOn"] = new JsonArray(new JsonObject { ["name"] = Name });
        await world.CreateImportAsync(dependent, "dependent");
        var waiting = await world.Imports.WaitForAsync("dependent", "Reconciling", CancellationToken);
        Assert.Equal(("False", "DependencyNotReady"), (ImportObjects.ConditionsOf(waiting)["Ready"].Status, ImportObjects.ConditionsOf(waiting)["Ready"].Reason));

        await world.CreateImportAsync();

        await world.Imports.WaitForAsync("dependent", "Ready", CancellationToken);
        Assert.True(ImportObjects.Is(await world.Imports.GetAsync(Name, CancellationToken), "Ready"));
    }

    [Fact]
    public async Task Unmoved_CostsTwoLooksAnInterval_AndNothingIsWritten()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        await using var api = await RecordingProxy.StartAsync(cluster.Plane, CancellationToken);
        await using var git = await RecordingProxy.StartAsync(world.GitAddress, null, CancellationToken);
        await world.StartReadyAsync(api);
        foreach (var number in Enumerable.Range(1, 5))
        {
            var spec = world.Spec(git: git.Address);
            spec["importAs"] = "Reference";
            spec["select"] = new JsonObject { ["castFunctions"] = new JsonArray(new JsonObject { ["name"] = "toCents" }) };
            if (number > 1)
            {
                world.CreateRepository($"destination-{number}", "marketing");
                spec["destination"]!["repository"]!["url"] = new Uri(git.Address, $"destination-{number}.git").AbsoluteUri;
            }

            await world.CreateImportAsync(spec, $"import-{number}");
        }

        foreach (var number in Enumerable.Range(1, 5))
        {
            await world.Imports.WaitForAsync($"import-{number}", "Ready", CancellationToken);
        }

        // The source's second look: all five have shared the first round's, and share this one.
        await git.NextAsync(request => request.Path.Contains("customer-core", StringComparison.Ordinal));
        api.Clear();
        git.Clear();
        await git.NextAsync(request => request.Path.Contains("customer-core", StringComparison.Ordinal));
        await git.NextAsync(request => request.Path.Contains("customer-core", StringComparison.Ordinal));

        // Two intervals later: a request per interval for the one source, and no fetch, no push, no write.
        Assert.All(git.Requests, request => Assert.Equal("POST git-upload-pack", request.Kind));
        Assert.InRange(git.Requests.Count(request => request.Path.Contains("customer-core", StringComparison.Ordinal)), 2, 3);
        Assert.DoesNotContain(api.CountByKind().Keys, kind => kind.StartsWith("patch", StringComparison.Ordinal) || kind.StartsWith("create", StringComparison.Ordinal));
    }
}

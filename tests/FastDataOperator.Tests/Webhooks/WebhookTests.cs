using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using FastDataOperator.Testing.Secrets;
using FastDataOperator.Webhooks;

namespace FastDataOperator.Tests.Webhooks;

/// <summary>Webhooks over HTTP, against the operator's own server.</summary>
[Collection("operator host")]
public sealed class WebhookTests
{
    private const string OtherSecret = TestSecrets.Canary + "-another-secret";

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    /// <summary>Path, payload, headers but for the proof, and what the payload names.</summary>
    public static TheoryData<string, string, string, string> Pushes => new()
    {
        { "github", Payloads.GitHub, "X-GitHub-Event: push", "github.com/codertocat/hello-world" },
        { "gitlab", Payloads.GitLab, "X-Gitlab-Event: Push Hook", "example.com/mike/team/diaspora" },
        { "gitlab", Payloads.GitLab, "X-Gitlab-Event: Tag Push Hook", "example.com/mike/team/diaspora" },
        { "gitea", Payloads.Gitea, "X-Gitea-Event: push", "localhost/gitea/webhooks" },
        { "gitea", Payloads.Gitea, "X-Forgejo-Event: push", "localhost/gitea/webhooks" },
        { "azuredevops", Payloads.AzureDevOps, "", "dev.azure.com/fabrikam-fiber-inc/fabrikam-fiber-git/fabrikam-fiber-git" },
        { "bitbucket", Payloads.Bitbucket, "X-Event-Key: repo:refs_changed", "*/project/repository" },
        { "bitbucket", Payloads.BitbucketWithLinks, "X-Event-Key: repo:refs_changed", "bitbucket.example.com/project/repository" },
        { "generic", Payloads.Generic, "", "git.example.com/team-a/config" },
    };

    [Theory]
    [MemberData(nameof(Pushes))]
    public async Task Push_ThatIsProven_IsAcceptedAndNamesTheRepository(string provider, string payload, string header, string expected)
    {
        await using var host = await WebhookHost.StartAsync();

        Assert.Equal((202, "accepted"), await PostAsync(host, provider, payload, header));
        Assert.Equal([expected], await host.TakenAsync());
        Assert.Equal(1, await host.CountAsync(provider, "accepted"));
    }

    [Theory]
    [MemberData(nameof(Pushes))]
    public async Task Push_WithAnotherSecret_Is401AndDoesNothing(string provider, string payload, string header, string expected)
    {
        await using var host = await WebhookHost.StartAsync();

        Assert.Equal((401, "unauthorized"), await PostAsync(host, provider, payload, header, OtherSecret));
        await host.AssertNothingAsync();
        Assert.Equal(1, await host.CountAsync(provider, "unproven"));
        Assert.NotEmpty(expected);
    }

    [Theory]
    [MemberData(nameof(Pushes))]
    public async Task Push_WithoutProof_Is401AndDoesNothing(string provider, string payload, string header, string expected)
    {
        await using var host = await WebhookHost.StartAsync();

        Assert.Equal((401, "unauthorized"), await host.PostAsync($"/hooks/{provider}", payload, Headers(header)));
        await host.AssertNothingAsync();
        Assert.NotEmpty(expected);
    }

    [Theory]
    [InlineData("sha256=")]
    [InlineData("sha256=zz")]
    [InlineData("sha1=")]
    [InlineData("sha512=")]
    [InlineData("")]
    public async Task Push_WithASignatureOfAnotherForm_Is401(string prefix)
    {
        await using var host = await WebhookHost.StartAsync();
        var signature = WebhookHost.Sign(Encoding.UTF8.GetBytes(Payloads.Generic));

        Assert.Equal(401, (await host.PostAsync("/hooks/generic", Payloads.Generic, ("X-Signature", prefix + signature[..^1]))).Status);
        Assert.Equal(401, (await host.PostAsync("/hooks/generic", Payloads.Generic, ("X-Signature", prefix + signature + "00"))).Status);
        Assert.Equal(prefix is "sha256=" or "" ? 202 : 401, (await host.PostAsync("/hooks/generic", Payloads.Generic, ("X-Signature", prefix + signature))).Status);
        Assert.Equal(401, (await host.PostAsync("/hooks/generic", Payloads.Generic, ("X-Signature", signature), ("X-Signature", signature))).Status);
    }

    [Fact]
    public async Task Push_ChangedAfterItWasSigned_Is401()
    {
        await using var host = await WebhookHost.StartAsync();
        var signature = WebhookHost.Sign(Encoding.UTF8.GetBytes(Payloads.Generic));

        Assert.Equal(401, (await host.PostAsync("/hooks/generic", Payloads.Generic.Replace("team-a", "team-b", StringComparison.Ordinal), ("X-Signature", signature))).Status);
        Assert.Equal(401, (await host.PostAsync("/hooks/generic", Payloads.Generic + " ", ("X-Signature", signature))).Status);
        await host.AssertNothingAsync();
    }

    [Fact]
    public async Task Gitea_WithAWrongSignatureOfItsOwn_IsNotSavedByAnother()
    {
        await using var host = await WebhookHost.StartAsync();
        var right = WebhookHost.Sign(Encoding.UTF8.GetBytes(Payloads.Gitea));

        Assert.Equal(401, (await host.PostAsync("/hooks/gitea", Payloads.Gitea, ("X-Gitea-Event", "push"), ("X-Gitea-Signature", new string('0', 64)), ("X-Hub-Signature-256", "sha256=" + right))).Status);
        Assert.Equal(202, (await host.PostAsync("/hooks/gitea", Payloads.Gitea, ("X-Gitea-Event", "push"), ("X-Hub-Signature-256", "sha256=" + right))).Status);
        Assert.Equal(202, (await host.PostAsync("/hooks/gitea", Payloads.Gitea, ("X-Forgejo-Event", "push"), ("X-Forgejo-Signature", right))).Status);
    }

    [Fact]
    public async Task GitLab_WithAPlainTokenAlone_GoesByThatWhateverElseIsSigned()
    {
        await using var host = await WebhookHost.StartAsync();
        (string, string)[] signed = [("X-Gitlab-Event", "Push Hook"), ("webhook-id", "1"), ("webhook-timestamp", "1700000000"), ("webhook-signature", $"v1,{Convert.ToBase64String(new byte[32])}")];

        Assert.Equal(401, (await host.PostAsync("/hooks/gitlab", Payloads.GitLab, signed)).Status);
        Assert.Equal(202, (await host.PostAsync("/hooks/gitlab", Payloads.GitLab, [.. signed, ("X-Gitlab-Token", WebhookHost.Secret)])).Status);
    }

    [Fact]
    public async Task GitLab_WithASigningToken_IsTakenByItsSignatureAlone()
    {
        var key = Encoding.ASCII.GetBytes(TestSecrets.Canary + "-key-of-thirty-two-");
        var token = "whsec_" + Convert.ToBase64String(key);
        await using var host = await WebhookHost.StartAsync(new Dictionary<string, string> { ["gitlab"] = $"{token}\n{WebhookHost.Secret}" });
        (string, string)[] signed = [("X-Gitlab-Event", "Push Hook"), ("webhook-id", "1"), ("webhook-timestamp", "1700000000")];
        string Signature(string id) => "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.1700000000.{Payloads.GitLab}")));

        Assert.Equal(202, (await host.PostAsync("/hooks/gitlab", Payloads.GitLab, [.. signed, ("webhook-signature", Signature("1"))])).Status);
        Assert.Equal(202, (await host.PostAsync("/hooks/gitlab", Payloads.GitLab, [.. signed, ("webhook-signature", $"v1,{Convert.ToBase64String(new byte[32])} v2,x {Signature("1")}")])).Status);
        Assert.Equal(401, (await host.PostAsync("/hooks/gitlab", Payloads.GitLab, [.. signed, ("webhook-signature", Signature("2"))])).Status);

        // A wrong signature is not made good by a right token, and a signing token is no token.
        Assert.Equal(401, (await host.PostAsync("/hooks/gitlab", Payloads.GitLab, [.. signed, ("webhook-signature", Signature("2")), ("X-Gitlab-Token", WebhookHost.Secret)])).Status);
        Assert.Equal(401, (await host.PostAsync("/hooks/gitlab", Payloads.GitLab, ("X-Gitlab-Event", "Push Hook"), ("X-Gitlab-Token", token))).Status);
        Assert.Equal(202, (await host.PostAsync("/hooks/gitlab", Payloads.GitLab, ("X-Gitlab-Event", "Push Hook"), ("X-Gitlab-Token", WebhookHost.Secret))).Status);
    }

    [Theory]
    [InlineData("Basic !")]
    [InlineData("Basic")]
    [InlineData("Bearer " + WebhookHost.Secret)]
    [InlineData("Basic SECRET")]
    public async Task AzureDevOps_WithAuthenticationOfAnotherForm_Is401(string authorization)
    {
        await using var host = await WebhookHost.StartAsync();

        Assert.Equal(401, (await host.PostAsync("/hooks/azuredevops", Payloads.AzureDevOps, ("Authorization", authorization.Replace("SECRET", Convert.ToBase64String(Encoding.UTF8.GetBytes(WebhookHost.Secret)), StringComparison.Ordinal)))).Status);
    }

    [Fact]
    public async Task Secrets_WhileTheyAreReplaced_HoldBothAndThenTheNewAlone()
    {
        await using var host = await WebhookHost.StartAsync(new Dictionary<string, string> { ["generic"] = WebhookHost.Secret });
        Assert.Equal(202, (await host.PostGenericAsync(Payloads.Generic)).Status);
        Assert.Equal(401, (await host.PostGenericAsync(Payloads.Generic, OtherSecret)).Status);

        await host.WriteSecretAsync("generic", $"\n  {OtherSecret}  \r\n\n{WebhookHost.Secret}\n");
        host.Host.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(202, (await host.PostGenericAsync(Payloads.Generic)).Status);
        Assert.Equal(202, (await host.PostGenericAsync(Payloads.Generic, OtherSecret)).Status);

        await host.WriteSecretAsync("generic", OtherSecret);
        host.Host.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(401, (await host.PostGenericAsync(Payloads.Generic)).Status);
        Assert.Equal(202, (await host.PostGenericAsync(Payloads.Generic, OtherSecret)).Status);

        host.DeleteSecret("generic");
        host.Host.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal((404, "not found"), await host.PostGenericAsync(Payloads.Generic, OtherSecret));
    }

    [Fact]
    public async Task Path_WithoutASecret_IsAsUnknownAsAnyOther()
    {
        await using var host = await WebhookHost.StartAsync(new Dictionary<string, string> { ["generic"] = WebhookHost.Secret });

        foreach (var path in (string[])["/hooks/github", "/hooks/nobody", "/hooks/", "/hooks", "/", "/hooks/generic/x", "/HOOKS/generic", "/metrics", "/healthz"])
        {
            Assert.Equal((404, "not found"), await PostAsync(host, path.Split('/')[^1], Payloads.GitHub, "X-GitHub-Event: push", path: path));
        }

        Assert.Equal((404, "not found\n"), await host.Host.GetAsync(host.Host.Health, "/hooks/generic"));
        Assert.Equal((405, "only POST is answered\n"), await host.Host.GetAsync(host.Host.Webhooks, "/hooks/generic"));
    }

    [Theory]
    [InlineData("github", Payloads.GitHubPing, "X-GitHub-Event: ping", "pong")]
    [InlineData("bitbucket", """{"test": true}""", "X-Event-Key: diagnostics:ping", "pong")]
    [InlineData("github", Payloads.GitHub, "X-GitHub-Event: issues", "not a push: nothing to do")]
    [InlineData("github", Payloads.GitHub, "", "not a push: nothing to do")]
    [InlineData("gitlab", Payloads.GitLab, "X-Gitlab-Event: Merge Request Hook", "not a push: nothing to do")]
    [InlineData("gitlab", """{"event_name": "user_create"}""", "X-Gitlab-Event: System Hook", "names no repository: nothing to do")]
    [InlineData("azuredevops", """{"eventType": "build.complete"}""", "", "not a push: nothing to do")]
    public async Task Event_ThatIsNoPush_Is200AndDoesNothing(string provider, string payload, string header, string text)
    {
        await using var host = await WebhookHost.StartAsync();

        Assert.Equal((200, text), await PostAsync(host, provider, payload, header));
        await host.AssertNothingAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"repository\"")]
    [InlineData("{\"repository\": \"https://git.example.com/a.git\"} {}")]
    [InlineData("{\"repository\": \"\\ud800\"}")]
    [InlineData("{\"repository\": 1}")]
    [InlineData("{\"repository\": \"\"}")]
    [InlineData("{\"repository\": \"/etc/passwd\"}")]
    [InlineData("{\"repository\": \"file:///etc/passwd\"}")]
    [InlineData("{\"repository\": {\"url\": \"https://git.example.com/a.git\"}}")]
    [InlineData("repository=https%3A%2F%2Fgit.example.com%2Fa.git")]
    public async Task Payload_ThatIsMalformed_Is400AndDoesNothing(string body)
    {
        await using var host = await WebhookHost.StartAsync();

        Assert.Equal(400, (await host.PostGenericAsync(body)).Status);
        await host.AssertNothingAsync();
        Assert.Equal(1, await host.CountAsync("generic", "malformed"));
    }

    [Theory]
    [InlineData('{')]
    [InlineData('[')]
    public async Task Payload_ThatIsNestedTooDeep_Is400(char opening)
    {
        await using var host = await WebhookHost.StartAsync();
        var nested = string.Concat(Enumerable.Repeat(opening == '{' ? "{\"a\":" : "[", 100_000));

        Assert.Equal(400, (await host.PostGenericAsync($"{{\"repository\": \"https://git.example.com/a.git\", \"x\": {nested}")).Status);
        await host.AssertNothingAsync();
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData("nonsense")]
    public async Task Payload_OfAnotherKindOfContent_Is415(string kind)
    {
        await using var host = await WebhookHost.StartAsync();
        var body = Encoding.UTF8.GetBytes(Payloads.Generic);

        Assert.Equal(415, (await host.PostAsync("/hooks/generic", body, kind, ("X-Signature", WebhookHost.Sign(body)))).Status);
        Assert.Equal(202, (await host.PostAsync("/hooks/generic", body, "application/json; charset=utf-8", ("X-Signature", WebhookHost.Sign(body)))).Status);
    }

    [Fact]
    public async Task Payload_AsLargeAsGitHubsLargest_IsAccepted()
    {
        await using var host = await WebhookHost.StartAsync();
        var commits = string.Join(',', Enumerable.Repeat("{\"message\":\"" + new string('x', 100_000) + "\"}", 250));
        var body = $"{{\"commits\":[{commits}],\"repository\":\"https://git.example.com/large.git\"}}";
        Assert.InRange(body.Length, 25_000_000, 26_214_400);

        Assert.Equal(202, (await host.PostGenericAsync(body)).Status);

        Assert.Equal(["git.example.com/large"], await host.TakenAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Payload_ThatIsTooLarge_Is413AndDoesNothing(bool isSaid)
    {
        await using var host = await WebhookHost.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", host.Host.Webhooks.Port, CancellationToken);
        var stream = client.GetStream();
        var length = isSaid ? "Content-Length: 26214401" : "Transfer-Encoding: chunked";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /hooks/generic HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nX-Signature: {new string('0', 64)}\r\n{length}\r\n\r\n"), CancellationToken);
        if (!isSaid)
        {
            var chunk = Encoding.ASCII.GetBytes("100000\r\n" + new string(' ', 0x100000) + "\r\n");
            for (var at = 0; at < 25; at++)
            {
                await stream.WriteAsync(chunk, CancellationToken);
            }

            await stream.WriteAsync("1\r\n \r\n"u8.ToArray(), CancellationToken);
        }

        Assert.Contains(" 413 ", await ReadAllAsync(stream), StringComparison.Ordinal);
        Assert.Equal(1, await host.CountAsync("generic", "too_large"));
    }

    [Fact]
    public async Task Payload_WithAStringThatIsTooLong_Is400()
    {
        await using var host = await WebhookHost.StartAsync();

        Assert.Equal(400, (await host.PostGenericAsync($"{{\"x\":\"{new string('x', 3_000_000)}\",\"repository\":\"https://git.example.com/a.git\"}}")).Status);
    }

    [Fact]
    public async Task Payload_ThatDoesNotCome_Is408()
    {
        await using var host = await WebhookHost.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", host.Host.Webhooks.Port, CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /hooks/generic HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nX-Signature: {new string('0', 64)}\r\nContent-Length: 100\r\n\r\n{{"), CancellationToken);

        await host.Host.Time.ExpireAsync(TimeSpan.FromSeconds(30), CancellationToken);

        Assert.Contains(" 408 ", await ReadAllAsync(stream), StringComparison.Ordinal);
        Assert.Equal(1, await host.CountAsync("generic", "too_slow"));
    }

    [Fact]
    public async Task Requests_AtATime_AreBounded()
    {
        await using var host = await WebhookHost.StartAsync();
        var held = new List<TcpClient>();
        try
        {
            for (var at = 0; at < 16; at++)
            {
                held.Add(new TcpClient());
                await held[^1].ConnectAsync("127.0.0.1", host.Host.Webhooks.Port, CancellationToken);
                await held[^1].GetStream().WriteAsync(
                    Encoding.ASCII.GetBytes($"POST /hooks/generic HTTP/1.1\r\nHost: h\r\nX-Signature: {new string('0', 64)}\r\nContent-Length: 100\r\n\r\n{{"), CancellationToken);
                await host.Host.Time.ArmedAsync(TimeSpan.FromSeconds(30), CancellationToken);
            }

            Assert.Equal((503, "busy"), await host.PostGenericAsync(Payloads.Generic));
        }
        finally
        {
            held.ForEach(static client => client.Dispose());
        }
    }

    [Fact]
    public async Task Stranger_WhoComesTooOften_Is429UntilTimeGoesBy()
    {
        await using var host = await WebhookHost.StartAsync();
        for (var at = 0; at < 100; at++)
        {
            Assert.Equal(401, (await host.PostAsync("/hooks/github", "{}")).Status);
        }

        Assert.Equal((429, "too many requests"), await host.PostGenericAsync(Payloads.Generic));
        host.Host.Time.Advance(TimeSpan.FromMilliseconds(60));
        Assert.Equal(202, (await host.PostGenericAsync(Payloads.Generic)).Status);
        Assert.Equal(429, (await host.PostGenericAsync(Payloads.Generic)).Status);
        Assert.Equal(2, await host.CountAsync("generic", "limited"));
    }

    [Fact]
    public async Task Sender_WhoPushesTooOften_Is429AndOthersAreNot()
    {
        await using var host = await WebhookHost.StartAsync();
        var accepted = 0;
        for (var at = 0; at < 110; at++)
        {
            accepted += (await host.PostGenericAsync(Payloads.Generic)).Status == 202 ? 1 : 0;

            // Enough for the address at 20 a second, and half of it for the sender.
            host.Host.Time.Advance(TimeSpan.FromMilliseconds(50));
        }

        Assert.Equal(110, accepted);
        for (var at = 0; at < 200; at++)
        {
            accepted += (await host.PostGenericAsync(Payloads.Generic)).Status == 202 ? 1 : 0;
            host.Host.Time.Advance(TimeSpan.FromMilliseconds(50));
        }

        Assert.InRange(accepted, 200, 270);
        Assert.Equal((202, "accepted"), await PostAsync(host, "github", Payloads.GitHub, "X-GitHub-Event: push"));
    }

    [Fact]
    public async Task Push_WhileNobodyLeads_Is503()
    {
        await using var host = await WebhookHost.StartAsync(leads: false);

        Assert.Equal((503, "nobody leads who could be told"), await host.PostGenericAsync(Payloads.Generic));
        host.Inbox.Open();
        Assert.Equal(202, (await host.PostGenericAsync(Payloads.Generic)).Status);
        host.Inbox.Close();
        Assert.Equal(503, (await host.PostGenericAsync(Payloads.Generic)).Status);
        Assert.Equal(2, await host.CountAsync("generic", "unavailable"));
    }

    [Fact]
    public async Task Push_ToAReplicaThatDoesNotLead_ReachesTheOneThatDoes()
    {
        await using var leader = await WebhookHost.StartAsync();
        await using var other = await WebhookHost.StartAsync(leads: false);
        other.Host.Get<LeaderRelay>().Follow(leader.Host.Webhooks.Authority);

        Assert.Equal((202, "accepted"), await PostAsync(other, "github", Payloads.GitHub, "X-GitHub-Event: push"));

        Assert.Equal(["github.com/codertocat/hello-world"], await leader.TakenAsync());
    }

    [Fact]
    public async Task Push_RelayedToOneThatDoesNotLeadEither_GoesNoFurther()
    {
        await using var leader = await WebhookHost.StartAsync();
        await using var former = await WebhookHost.StartAsync(leads: false);
        await using var other = await WebhookHost.StartAsync(leads: false);
        former.Host.Get<LeaderRelay>().Follow(leader.Host.Webhooks.Authority);
        other.Host.Get<LeaderRelay>().Follow(former.Host.Webhooks.Authority);

        Assert.Equal(503, (await other.PostGenericAsync(Payloads.Generic)).Status);
        await leader.AssertNothingAsync();
    }

    [Fact]
    public async Task Relay_SignedWithTheSecretItself_Is401()
    {
        await using var host = await WebhookHost.StartAsync();
        var body = """{"repositories":["git.example.com/a"]}""";

        Assert.Equal(401, (await host.PostAsync("/hooks/relay", body, ("X-Signature", WebhookHost.Sign(Encoding.UTF8.GetBytes(body))))).Status);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("git.example.com:80")]
    [InlineData("127.0.0.1")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Leader_WhoseAddressIsNone_IsNotAsked(string? address)
    {
        await using var host = await WebhookHost.StartAsync(leads: false);
        host.Host.Get<LeaderRelay>().Follow(address);

        Assert.Equal(503, (await host.PostGenericAsync(Payloads.Generic)).Status);
    }

    private static Task<(int Status, string Text)> PostAsync(WebhookHost host, string provider, string payload, string header, string? secret = null, string? path = null)
    {
        secret ??= WebhookHost.Secret;
        var signature = WebhookHost.Sign(Encoding.UTF8.GetBytes(payload), secret);
        (string, string) proof = provider switch
        {
            "github" => ("X-Hub-Signature-256", "sha256=" + signature),
            "gitlab" => ("X-Gitlab-Token", secret),
            "gitea" => ("X-Gitea-Signature", signature),
            "azuredevops" => ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("who:" + secret))),
            "bitbucket" => ("X-Hub-Signature", "sha256=" + signature),
            _ => ("X-Signature", "sha256=" + signature),
        };
        return host.PostAsync(path ?? $"/hooks/{provider}", payload, [proof, .. Headers(header)]);
    }

    private static (string Name, string Value)[] Headers(string header) => header.Length == 0 ? [] : [(header.Split(": ")[0], header.Split(": ")[1])];

    private static async Task<string> ReadAllAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var bytes = new byte[4096];
        try
        {
            while (await stream.ReadAsync(bytes, CancellationToken) is > 0 and var length)
            {
                text.Append(Encoding.ASCII.GetString(bytes, 0, length));
            }
        }
        catch (IOException)
        {
            // Reset after the answer.
        }

        return text.ToString();
    }
}

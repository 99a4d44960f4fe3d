using System.Security.Cryptography;
using System.Text;
using FastDataOperator.Testing.Secrets;
using FastDataOperator.Webhooks;

namespace FastDataOperator.Tests.Webhooks;

/// <summary>Webhooks over HTTP, against the operator's own server: who may push, and what that does.</summary>
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

        Assert.Equal((202, "accepted"), await host.PostPushAsync(provider, payload, header));
        Assert.Equal([expected], await host.TakenAsync());
        Assert.Equal(1, await host.CountAsync(provider, "accepted"));
    }

    [Theory]
    [MemberData(nameof(Pushes))]
    public async Task Push_WithAnotherSecret_Is401AndDoesNothing(string provider, string payload, string header, string expected)
    {
        await using var host = await WebhookHost.StartAsync();

        Assert.Equal((401, "unauthorized"), await host.PostPushAsync(provider, payload, header, OtherSecret));
        await host.AssertNothingAsync();
        Assert.Equal(1, await host.CountAsync(provider, "unproven"));
        Assert.NotEmpty(expected);
    }

    [Theory]
    [MemberData(nameof(Pushes))]
    public async Task Push_WithoutProof_Is401AndDoesNothing(string provider, string payload, string header, string expected)
    {
        await using var host = await WebhookHost.StartAsync();

        Assert.Equal((401, "unauthorized"), await host.PostAsync($"/hooks/{provider}", payload, WebhookHost.Headers(header)));
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
            Assert.Equal((404, "not found"), await host.PostPushAsync(path.Split('/')[^1], Payloads.GitHub, "X-GitHub-Event: push", path: path));
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

        Assert.Equal((200, text), await host.PostPushAsync(provider, payload, header));
        await host.AssertNothingAsync();
    }
}

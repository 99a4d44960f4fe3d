using System.Net;
using System.Security.Cryptography;
using System.Text;
using FastDataOperator.Configuration;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;
using FastDataOperator.Tests.Hosting;
using FastDataOperator.Webhooks;

namespace FastDataOperator.Tests.Webhooks;

/// <summary>A host that takes webhooks, with a directory of secrets.</summary>
internal sealed class WebhookHost : IAsyncDisposable
{
    private readonly HttpClient _client = new();
    private readonly TemporaryDirectory _secrets;

    private WebhookHost(TemporaryDirectory secrets, StartedHost host)
    {
        _secrets = secrets;
        Host = host;
        Inbox = host.Get<WebhookInbox>();
    }

    public const string Secret = TestSecrets.Canary + "-that-nobody-guesses";

    public StartedHost Host { get; }

    public WebhookInbox Inbox { get; }

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    /// <param name="secrets">Files and their contents; by default each sender has <see cref="Secret"/>.</param>
    /// <param name="leads">Whether somebody takes from the inbox.</param>
    public static async Task<WebhookHost> StartAsync(IReadOnlyDictionary<string, string>? secrets = null, bool leads = true)
    {
        var directory = new TemporaryDirectory();
        foreach (var (name, text) in secrets ?? WebhookSenders.Outside.ToDictionary(static sender => sender.Name, static _ => Secret + "\n"))
        {
            await File.WriteAllTextAsync(directory[name], text, CancellationToken);
        }

        var host = new WebhookHost(directory, await StartedHost.StartAsync(options => options with { Webhooks = new WebhookOptions(new BindAddress(IPAddress.Loopback, 0), directory.Path) }));
        if (leads)
        {
            host.Inbox.Open();
        }

        return host;
    }

    public Task WriteSecretAsync(string name, string text) => File.WriteAllTextAsync(_secrets[name], text, CancellationToken);

    public void DeleteSecret(string name) => File.Delete(_secrets[name]);

    /// <summary>What <c>sha256=</c> stands before.</summary>
    public static string Sign(byte[] body, string? secret = null) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret ?? Secret), body));

    public Task<(int Status, string Text)> PostAsync(string path, string body, params (string Name, string Value)[] headers) => PostAsync(path, Encoding.UTF8.GetBytes(body), "application/json", headers);

    public async Task<(int Status, string Text)> PostAsync(string path, byte[] body, string kind, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Host.Webhooks, path));
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", kind);
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        using var answer = await _client.SendAsync(request, CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(CancellationToken);
        Evidence.Keep("webhook", $"{answer}\n{text}");
        return ((int)answer.StatusCode, text.TrimEnd('\n'));
    }

    /// <summary>A webhook as this provider proves its own.</summary>
    public Task<(int Status, string Text)> PostPushAsync(string provider, string payload, string header, string? secret = null, string? path = null)
    {
        secret ??= Secret;
        var signature = Sign(Encoding.UTF8.GetBytes(payload), secret);
        (string, string) proof = provider switch
        {
            "github" => ("X-Hub-Signature-256", "sha256=" + signature),
            "gitlab" => ("X-Gitlab-Token", secret),
            "gitea" => ("X-Gitea-Signature", signature),
            "azuredevops" => ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("who:" + secret))),
            "bitbucket" => ("X-Hub-Signature", "sha256=" + signature),
            _ => ("X-Signature", "sha256=" + signature),
        };
        return PostAsync(path ?? $"/hooks/{provider}", payload, [proof, .. Headers(header)]);
    }

    /// <param name="header">Name and value, or nothing.</param>
    public static (string Name, string Value)[] Headers(string header) => header.Length == 0 ? [] : [(header.Split(": ")[0], header.Split(": ")[1])];

    /// <summary>A webhook of the generic kind, signed.</summary>
    public Task<(int Status, string Text)> PostGenericAsync(string body, string? secret = null) =>
        PostAsync("/hooks/generic", body, ("X-Signature", "sha256=" + Sign(Encoding.UTF8.GetBytes(body), secret)));

    /// <summary>What waits for the leader, which must be something.</summary>
    public async Task<IEnumerable<string>> TakenAsync() => (await Inbox.TakeAsync(CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), CancellationToken)).Order(StringComparer.Ordinal);

    /// <summary>Nothing waits: what is offered now is all that is taken.</summary>
    public async Task AssertNothingAsync()
    {
        Assert.Equal(InboxAnswer.Taken, Inbox.Offer(["marker"]));
        Assert.Equal(["marker"], await TakenAsync());
    }

    public async Task<double> CountAsync(string provider, string result) =>
        (await Host.ScrapeAsync())[$"fastdata_webhook_requests_total{{provider=\"{provider}\",result=\"{result}\"}}"];

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _client.Dispose();
        _secrets.Dispose();
    }
}

namespace FastDataOperator.Webhooks;

/// <summary>The table of those whose webhooks are understood.</summary>
internal static class WebhookSenders
{
    /// <summary>The member of the body that one replica sends another.</summary>
    public const string RelayedNames = "repositories";

    /// <summary>https://docs.github.com/en/webhooks/webhook-events-and-payloads#push</summary>
    public static WebhookSender GitHub { get; } = new()
    {
        Name = "github",
        Proof = new SignatureProof("X-Hub-Signature-256"),
        EventHeaders = ["X-GitHub-Event"],
        Pushes = ["push"],
        Pings = ["ping"],
        Fields = [Address("repository", "clone_url"), Address("repository", "ssh_url"), Address("repository", "html_url")],
    };

    /// <summary>https://docs.gitlab.com/user/project/integrations/webhook_events/#push-events. A system hook says in the payload what it is of: one
    /// without repository does nothing.</summary>
    public static WebhookSender GitLab { get; } = new()
    {
        Name = "gitlab",
        Proof = new GitLabProof(),
        EventHeaders = ["X-Gitlab-Event"],
        Pushes = ["Push Hook", "Tag Push Hook", "System Hook"],
        Fields =
        [
            Address("project", "git_http_url"), Address("project", "git_ssh_url"), Address("project", "web_url"),
            Address("repository", "git_http_url"), Address("repository", "git_ssh_url"), Address("repository", "homepage"),
        ],
    };

    /// <summary>https://docs.gitea.com/usage/repository/webhooks and https://forgejo.org/docs/latest/user/webhooks/</summary>
    public static WebhookSender Gitea { get; } = new()
    {
        Name = "gitea",
        Proof = new SignatureProof("X-Forgejo-Signature", "X-Gitea-Signature", "X-Hub-Signature-256"),
        EventHeaders = ["X-Forgejo-Event", "X-Gitea-Event", "X-GitHub-Event"],
        Pushes = ["push", "create", "delete"],
        Fields = [Address("repository", "clone_url"), Address("repository", "ssh_url"), Address("repository", "html_url")],
    };

    /// <summary>https://learn.microsoft.com/en-us/azure/devops/service-hooks/events#code-pushed</summary>
    public static WebhookSender AzureDevOps { get; } = new()
    {
        Name = "azuredevops",
        Proof = new PasswordProof(),
        Pushes = ["git.push"],
        Fields =
        [
            (["eventType"], PayloadField.Event),
            Address("resource", "repository", "remoteUrl"), Address("resource", "repository", "sshUrl"), Address("resource", "repository", "webUrl"),
        ],
    };

    /// <summary>https://confluence.atlassian.com/bitbucketserver/event-payload-938025882.html. Not every version has links in the payload.</summary>
    public static WebhookSender Bitbucket { get; } = new()
    {
        Name = "bitbucket",
        Proof = new SignatureProof("X-Hub-Signature"),
        EventHeaders = ["X-Event-Key"],
        Pushes = ["repo:refs_changed", "mirror:repo_synchronized"],
        Pings = ["diagnostics:ping"],
        Fields =
        [
            Address("repository", "links", "clone", "[]", "href"),
            (["repository", "project", "key"], PayloadField.Project), (["repository", "slug"], PayloadField.Slug),
        ],
    };

    /// <summary>Whatever else: a script, a CI job. Signed as Flux's generic-hmac is.</summary>
    public static WebhookSender Generic { get; } = new()
    {
        Name = "generic",
        Proof = new SignatureProof("X-Signature"),
        Fields = [Address("repository")],
    };

    /// <summary>A replica that does not lead, to the one that does.</summary>
    public static WebhookSender Relay { get; } = new()
    {
        Name = "relay",
        Proof = new SignatureProof("X-Signature"),
        Fields = [([RelayedNames, "[]"], PayloadField.Name)],
    };

    /// <summary>Those who have a file of secrets.</summary>
    public static IReadOnlyList<WebhookSender> Outside { get; } = [GitHub, GitLab, Gitea, AzureDevOps, Bitbucket, Generic];

    public static IReadOnlyList<WebhookSender> All { get; } = [.. Outside, Relay];

    private static (string[] Path, PayloadField Field) Address(params string[] path) => (path, PayloadField.Address);
}

using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using FastDataOperator.Git.Forges;
using FastDataOperator.Testing.Forges.GitHub;

namespace FastDataOperator.Testing.Forges;

/// <summary>A forge as a team has it: the API and the repositories at one origin, over TLS with a certificate of the company's own authority, two projects of the
/// sample on it, and what people do there.</summary>
public sealed class ForgeSite : IAsyncDisposable
{
    /// <summary>The import's branch, as the sample names it.</summary>
    public const string Head = "fastdata/marketing/customer-from-core";

    private const string Configuration = "fastdata-config.json";
    private const string Lead = "marketing-lead";

    private readonly GitWebServer _server = GitWebServer.Start();
    private readonly TestAuthority _authority = TestAuthority.Create("CN=Company CA");
    private readonly X509Certificate2 _certificate;
    private readonly ForgeKind _kind;
    private readonly string _samples;

    private ForgeSite(ForgeKind kind, string samples, ForgeServer forge)
    {
        (_kind, _samples) = (kind, samples);
        var issued = _authority.IssueServer();
        _certificate = X509Certificate2.CreateFromPem(issued.CertificatePem, issued.KeyPem);
        Forge = forge;
        Forge.Certificate = _certificate;
        Git = new GitRelay(_server);
        Forge.Git = Git;
        Destination = _server.CreateRepository(Uri.UnescapeDataString(Forge.RepositoryPath));
        Source = _server.CreateRepository(Uri.UnescapeDataString(SourcePath));
        Forge.Model.Repository = Destination;
        Forge.Model.Users.Add(Lead);
    }

    public ForgeServer Forge { get; }

    public GitRelay Git { get; }

    public TestRepository Source { get; }

    public TestRepository Destination { get; }

    public IReadOnlyList<ModelPullRequest> PullRequests => Forge.Model.PullRequests;

    /// <summary>The newest.</summary>
    public ModelPullRequest PullRequest => PullRequests[^1];

    /// <summary>How one asks for the review of the sample's reviewer.</summary>
    public string Reviewer => Forge.Provider == ForgeProvider.AzureDevOps ? Forge.ReviewerOf("ada") : Lead;

    /// <summary>Requests to change something that reached the forge, and pushes that reached Git.</summary>
    public (int Requests, int Pushes) Writes => (Forge.Writes, Git.Pushes);

    /// <summary>The commit that the import proposes; <see langword="null"/> where its branch is gone.</summary>
    public string? Tip => Destination.Tip(Head);

    private string SourcePath => Forge.RepositoryPath[..(Forge.RepositoryPath.LastIndexOf('/') + 1)] + (Forge.RepositoryPath.EndsWith(".git", StringComparison.Ordinal) ? "customer-core.git" : "customer-core");

    /// <param name="samples">The project's folder of samples.</param>
    /// <param name="app">The GitHub whose App the import is, in place of a person with a token.</param>
    public static async Task<ForgeSite> StartAsync(string forge, string samples, GitHubAppServer? app = null)
    {
        var kind = ForgeKind.Of(forge);
        var site = new ForgeSite(kind, samples, app ?? kind.CreateServer());
        site.Save(site.Source, "customer-core");
        site.Save(site.Destination, "marketing");
        await site.Forge.StartAsync();
        return site;
    }

    /// <summary>The sample's manifest, with this forge and its addresses in it.</summary>
    public string Manifest() => File.ReadAllText(Path.Combine(_samples, "pull-request", "import.yaml"))
        .Replace("https://git.example.com/core/customer-core.git", $"{Forge.Origin}/{SourcePath}", StringComparison.Ordinal)
        .Replace("https://git.example.com/marketing/config.git", Forge.RepositoryUrl, StringComparison.Ordinal)
        .Replace("provider: Gitea", $"provider: {Forge.Provider}", StringComparison.Ordinal)
        .Replace(Lead, Reviewer, StringComparison.Ordinal);

    /// <summary>The sample's two Secrets, with tokens that may read and write, and the company's authority.</summary>
    public string Secrets(string write = ForgeServer.Good) => Secret("core-ro", ForgeServer.ReadOnly) + "---\n" + Secret("marketing-rw", write);

    /// <summary>A person saves the source's next version, or the first one again.</summary>
    public void SaveSource(bool next) => Save(Source, next ? "customer-core.next" : "customer-core");

    /// <summary>Somebody else's change of the destination.</summary>
    public string MoveBase(string file = "notes.md") => Destination.Commit("main", [new TestFile(file, "Something else.\n")]);

    /// <summary>A person puts on the base what is proposed, in another way.</summary>
    public void TakeByHand() => Destination.Commit("main", [new TestFile(Configuration, Destination.ReadFile(Head, Configuration) + "\n")]);

    /// <summary>A person commits to the import's branch.</summary>
    public string CommitToHead() => Destination.Commit(Head, [new TestFile("extra.md", "One more thing.\n")]);

    /// <summary>A person takes the last commit off the import's branch again.</summary>
    public void ResetHead() => Destination.Git("update-ref", $"refs/heads/{Head}", $"refs/heads/{Head}^");

    public void Close() => Act(static one => one.State = PullRequestState.Closed);

    /// <summary>A person merges the newest, as one does on this forge.</summary>
    public void Merge() => Act(one =>
    {
        var tree = Destination.Git("merge-tree", "--write-tree", one.Base, one.Head);
        var merged = _kind.Merges switch
        {
            MergeStyle.MergeCommit => Destination.Git("commit-tree", tree, "-p", one.Base, "-p", one.Head, "-m", $"Merge pull request {one.Number}"),
            MergeStyle.Squash => Destination.Git("commit-tree", tree, "-p", one.Base, "-m", $"{one.Title} (#{one.Number})"),
            MergeStyle.Rebase => Destination.Git("commit-tree", tree, "-p", one.Base, "-m", Destination.Git("log", "-1", "--format=%B", one.Head)),
            _ => Destination.Git("rev-parse", one.Head),
        };
        Destination.Git("update-ref", $"refs/heads/{one.Base}", merged);
        one.State = PullRequestState.Merged;
        if (_kind.DeletesBranches)
        {
            Destination.Git("update-ref", "-d", $"refs/heads/{one.Head}");
        }
    });

    public async ValueTask DisposeAsync()
    {
        await Forge.DisposeAsync();
        Git.Dispose();
        _server.Dispose();
        _certificate.Dispose();
        _authority.Dispose();
    }

    private void Act(Action<ModelPullRequest> act)
    {
        lock (Forge.Model)
        {
            Forge.Model.Refresh();
            act(PullRequest);
            PullRequest.Version++;
        }
    }

    private void Save(TestRepository repository, string sample)
    {
        var folder = Path.Combine(_samples, "share-er-schema", "repositories", sample);
        repository.Commit("main", [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => new TestFile(Path.GetRelativePath(folder, file), File.ReadAllBytes(file)))]);
    }

    private string Secret(string name, string token)
    {
        // What people put into a Secret for this forge: an access token of Bitbucket goes by itself, the others take the place of a password.
        var data = new Dictionary<string, string> { ["ca.crt"] = _authority.CertificatePem };
        if (Forge is GitHubAppServer app)
        {
            data["githubAppID"] = GitHubAppServer.AppId;
            data["githubAppInstallationOwner"] = app.Organisation!;
            data["githubAppPrivateKey"] = app.TrustedKey;
            data["githubAppBaseURL"] = $"{app.Origin}/api/v3";
        }
        else if (Forge.Provider == ForgeProvider.BitbucketServer)
        {
            data["bearerToken"] = token;
        }
        else
        {
            (data["username"], data["password"]) = (ForgeModel.Author, token);
        }

        return $$"""
            apiVersion: v1
            kind: Secret
            metadata: { name: {{name}}, namespace: marketing }
            stringData: {{JsonSerializer.Serialize(data)}}

            """;
    }
}

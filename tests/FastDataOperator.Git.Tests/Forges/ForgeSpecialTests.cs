using FastDataOperator.Git.Forges;
using FastDataOperator.Testing.Forges;
using Microsoft.AspNetCore.Http;

namespace FastDataOperator.Git.Tests.Forges;

/// <summary>A forge's server and a client of it, for what is special to that forge.</summary>
public abstract class ForgeSpecialTests : IAsyncLifetime
{
    private readonly ForgeWorld _world = new(new HastyTime());

    private protected ForgeServer Server { get; private set; } = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected static BranchName Head { get; } = GitWorld.Branch("fastdata/a");

    public async ValueTask InitializeAsync()
    {
        Server = CreateServer();
        await Server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _world.Dispose();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
        Assert.Empty(Server.Violations);
    }

    private protected abstract ForgeServer CreateServer();

    private protected static PullRequestDraft Draft(string title = "a title", string body = "a body", bool isDraft = false) =>
        new(Head, GitWorld.Branch("main"), title, body, isDraft);

    private protected IForge Open(GitCredentials? credentials = null) =>
        _world.Open(Server.RepositoryUrl, Server.Provider, credentials ?? Server.CredentialsOf(ForgeServer.Good));

    private protected IForge OpenAt(string url) => _world.Open(url, Server.Provider, Server.CredentialsOf(ForgeServer.Good));

    /// <summary>The Authorization header that these credentials come to.</summary>
    private protected async Task<string> HeaderOfAsync(GitCredentials credentials)
    {
        await Open(credentials).FindAsync(Head, Cancellation);
        return Server.Calls.Last().Headers.Authorization.ToString();
    }

    private protected static async Task<bool> WriteAsync(HttpContext context, int status, string contentType, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        await context.Response.WriteAsync(body, context.RequestAborted);
        return true;
    }
}

using FastDataOperator.Git.Forges;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Forges;
using Microsoft.AspNetCore.Http;

namespace FastDataOperator.Git.Tests.Forges;

/// <content>Where credentials go, and where not.</content>
public abstract partial class ForgeContractTests
{
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Calls_RedirectElsewhere_NothingGoesThere(int status)
    {
        using var elsewhere = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("200 OK", "application/json", "[]"u8));
        Server.Fault = context => Write(context, status, "text/html", "", ("Location", $"http://127.0.0.1:{elsewhere.Port}/stolen"));

        var find = await FailAsync(() => Open().FindAsync(s_head, Cancellation));
        var open = await FailAsync(() => Open().OpenAsync(Draft(), Cancellation));

        Assert.All([find, open], static failure => Assert.Equal((GitFailure.RedirectRefused, false), (failure.Reason, failure.IsTransient)));
        Assert.Contains($"127.0.0.1:{elsewhere.Port}", find.Message, StringComparison.Ordinal);
        Assert.Equal(0, elsewhere.Connections);
    }

    [Theory]
    [InlineData("//")]
    [InlineData("//[")]
    [InlineData("//a:99999/")]
    public async Task Calls_RedirectToNoAddress_AreMalformed(string location)
    {
        Server.Fault = context => Write(context, 302, "text/html", "", ("Location", location));

        var failure = await FailAsync(() => Open().FindAsync(s_head, Cancellation));

        Assert.Equal(GitFailure.ProtocolError, failure.Reason);
        Assert.Contains("redirect that leads nowhere", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_RedirectWithAUser_IsNotFollowed()
    {
        Server.Fault = context => Write(context, 302, "text/html", "", ("Location", $"{Server.Origin.Replace("://", "://somebody@", StringComparison.Ordinal)}/x"));

        var failure = await FailAsync(() => Open().FindAsync(s_head, Cancellation));

        Assert.Equal(GitFailure.RedirectRefused, failure.Reason);
        Assert.Single(Server.Calls);
    }

    [Fact]
    public async Task Calls_RedirectInCircles_AreGivenUp()
    {
        Server.Fault = context => Write(context, 302, "text/html", "", ("Location", context.Request.Path + context.Request.QueryString));

        var failure = await FailAsync(() => Open().FindAsync(s_head, Cancellation));

        Assert.Equal(GitFailure.RedirectRefused, failure.Reason);
        Assert.InRange(Server.Calls.Count, 1, 5);
    }

    [Fact]
    public async Task Calls_PlainHttpElsewhere_CarryNoCredentials()
    {
        var forge = _world.Open(
            $"http://forge.example.com/{Server.RepositoryPath}", Server.Provider, Server.CredentialsOf(ForgeServer.Good));

        Assert.Equal(GitFailure.InsecureCredentials, (await FailAsync(() => forge.FindAsync(s_head, Cancellation))).Reason);
    }

    [Fact]
    public async Task Calls_TheHostIsNotAllowed_NothingIsSent()
    {
        using var world = new ForgeWorld(_time, new RemotePolicy { AllowHttp = true });
        var forge = world.Open(Server.RepositoryUrl, Server.Provider, Server.CredentialsOf(ForgeServer.Good));

        Assert.Equal(GitFailure.NotAllowed, (await FailAsync(() => forge.FindAsync(s_head, Cancellation))).Reason);
        Assert.Empty(Server.Calls);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("a\r\nX-Injected: 1")]
    public async Task Calls_TokenThatIsNone_IsNotSent(string token)
    {
        var failure = await FailAsync(() => Open(token).FindAsync(s_head, Cancellation));

        Assert.Equal(GitFailure.AuthenticationFailed, failure.Reason);
        Assert.Empty(Server.Calls);
    }

    /// <summary>A forge, or whatever stands before it, repeats what it was sent.</summary>
    [Theory]
    [InlineData(401, "application/json", "{\"message\": \"the token \\u0022{token}\\u0022 is not known\"}")]
    [InlineData(403, "text/plain", "refused: {header}")]
    [InlineData(400, "application/json", "{\"errors\": [{\"message\": \"{long}{token}\"}]}")]
    public async Task Find_AnswerRepeatsTheToken_ItIsNotShown(int status, string contentType, string words)
    {
        Server.Fault = context => Write(context, status, contentType, words
            .Replace("{token}", ForgeServer.Good, StringComparison.Ordinal)
            .Replace("{header}", $"{context.Request.Headers.Authorization}{context.Request.Headers["PRIVATE-TOKEN"]}", StringComparison.Ordinal)
            .Replace("{long}", new string('x', 490), StringComparison.Ordinal));

        var failure = await FailAsync(() => Open().FindAsync(s_head, Cancellation));

        Assert.Contains("***", failure.Message, StringComparison.Ordinal);
    }
}

using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Git.Tests;

public sealed class CredentialTests : IDisposable
{
    private const string Secret = TestSecrets.Canary + "-s3cret-f0r-tests";
    private readonly GitWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Fetch_BasicAuthentication_AcceptsTheRightOnesOnly()
    {
        using var server = GitWebServer.Start(new GitWebServerOptions { Basic = ("ada", Secret) });
        var repository = server.CreateRepository("a.git");
        repository.Commit("main", new TestFile("config.json", "x"));
        var url = server.UrlOf("a.git");

        using var snapshot = await _world.FetchAsync(url, credentials: new GitCredentials.Basic("ada", Secret));
        using var byUrl = await _world.FetchAsync(url.Replace("://", $"://ada:{Secret}@", StringComparison.Ordinal));
        var pushed = await GitWorld.PublishAsync(snapshot, "config.json", "y");
        var wrong = await _world.FailAsync(url, new GitCredentials.Basic("ada", Secret + "!"));
        var absent = await _world.FailAsync(url);

        Assert.IsType<PublishResult.Pushed>(pushed);
        Assert.Equal(GitFailure.AuthenticationFailed, wrong.Reason);
        Assert.Contains("did not accept", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(GitFailure.AuthenticationFailed, absent.Reason);
        Assert.Contains("none were given", absent.Message, StringComparison.Ordinal);
        Assert.All(
            [wrong.ToString(), absent.ToString(), byUrl.Address.ToString(), byUrl.Address.Display, byUrl.Address.Credentials.ToString()],
            static text => Assert.DoesNotContain(Secret, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fetch_BearerToken_AcceptsTheRightOneOnly()
    {
        using var server = GitWebServer.Start(new GitWebServerOptions { BearerToken = Secret });
        server.CreateRepository("a.git").Commit("main", new TestFile("config.json", "x"));

        using var snapshot = await _world.FetchAsync(server.UrlOf("a.git"), credentials: new GitCredentials.Bearer(Secret));
        var wrong = await _world.FailAsync(server.UrlOf("a.git"), new GitCredentials.Bearer(TestSecrets.Canary + "-other"));

        Assert.NotNull(snapshot.CommitId);
        Assert.Equal(GitFailure.AuthenticationFailed, wrong.Reason);
    }

    /// <summary>Servers repeat what they were sent, in whole or cut off: whoever reads an import's status is told nothing of it.</summary>
    [Theory]
    [InlineData("401 Unauthorized", "the password " + Secret + " is wrong", " The server says: the password *** is wrong")]
    [InlineData("403 Forbidden", "Authorization: Basic {pair}, {pair}", " The server says: Authorization: Basic ***, ***")]
    [InlineData("500 Internal Server Error", "GET /?token=k7VqCanary3xW-s3cret%26f0r%3Dtests", null)]
    [InlineData("502 Bad Gateway", "not this one: k7VqCanary3xW-s3c", " The server says: not this one: ***")]
    [InlineData("404 Not Found", "nothing here", " The server says: nothing here")]
    public async Task Fetch_ServerRepeatsTheCredentials_TheyAreNotShown(string status, string words, string? shown)
    {
        var password = shown is null ? TestSecrets.Canary + "-s3cret&f0r=tests" : Secret;
        var pair = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("ada:" + password));
        using var server = new ScriptedWebServer(_ => ScriptedWebServer.Answer(status, "text/plain", System.Text.Encoding.UTF8.GetBytes(words.Replace("{pair}", pair, StringComparison.Ordinal))));

        var exception = await _world.FailAsync(server.Url, new GitCredentials.Basic("ada", password));

        Assert.EndsWith(shown ?? " The server says: GET /?token=***", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_ServerRepeatsAToken_ItIsNotShown()
    {
        using var server = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("401 Unauthorized", "text/plain", System.Text.Encoding.UTF8.GetBytes($"{Secret} has expired")));

        Assert.EndsWith(" *** has expired", (await _world.FailAsync(server.Url, new GitCredentials.Bearer(Secret))).Message, StringComparison.Ordinal);
        Assert.EndsWith(" *** has expired", (await _world.FailAsync(server.Url, new GitCredentials.Basic(Secret, ""))).Message, StringComparison.Ordinal);
        Assert.EndsWith(" *** has expired", (await _world.FailAsync(server.Url, new GitCredentials.Basic(Secret, "x-oauth-basic"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_HookRepeatsTheCredentials_TheyAreNotShown()
    {
        using var server = GitWebServer.Start(new GitWebServerOptions { Basic = ("ada", Secret) });
        var repository = server.CreateRepository("a.git");
        repository.Commit("main", new TestFile("config.json", "x"));
        repository.SetHook("pre-receive", $"echo 'ada may not push with {Secret}' >&2; exit 1");
        using var snapshot = await _world.FetchAsync(server.UrlOf("a.git"), credentials: new GitCredentials.Basic("ada", Secret));

        var result = Assert.IsType<PublishResult.Rejected>(await GitWorld.PublishAsync(snapshot, "config.json", "y"));

        Assert.Equal("ada may not push with ***\npre-receive hook declined", result.ServerWords);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("line\n")]
    [InlineData("a\r\nX-Injected: 1")]
    [InlineData("")]
    public async Task Fetch_TokenThatIsNone_IsNotSent(string token)
    {
        using var server = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("200 OK", "text/plain", ""u8));

        var exception = await _world.FailAsync(server.Url, new GitCredentials.Bearer(token));

        Assert.Equal(GitFailure.AuthenticationFailed, exception.Reason);
        Assert.Equal(0, server.Connections);
    }

    [Theory]
    [InlineData("ada:b", Secret)]
    [InlineData("ada", Secret + "\n")]
    [InlineData("ada\0", Secret)]
    public async Task Fetch_UserOrPasswordThatBasicCannotCarry_IsNotSent(string user, string password)
    {
        using var server = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("200 OK", "text/plain", ""u8));

        var exception = await _world.FailAsync(server.Url, new GitCredentials.Basic(user, password));

        Assert.Equal(GitFailure.AuthenticationFailed, exception.Reason);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task Fetch_CredentialsOverPlainHttp_AreRefusedBeforeAnythingIsSent()
    {
        var exception = await _world.FailAsync("http://git.example.com/a.git", new GitCredentials.Bearer(Secret));
        var byUrl = await _world.FailAsync($"http://ada:{Secret}@git.example.com/a.git");

        Assert.Equal(GitFailure.InsecureCredentials, exception.Reason);
        Assert.Equal(GitFailure.InsecureCredentials, byUrl.Reason);
        Assert.DoesNotContain(Secret, byUrl.ToString(), StringComparison.Ordinal);
        Assert.Contains("http://git.example.com/a.git", byUrl.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_OfCredentials_NamesTheKindOnly()
    {
        Assert.Equal("Basic", new GitCredentials.Basic("ada", Secret).ToString());
        Assert.Equal("Bearer", new GitCredentials.Bearer(Secret).ToString());
        Assert.Equal("None", GitCredentials.Anonymous.ToString());
    }

    [Fact]
    public async Task Helper_KnowsTheHost_AnswersWithoutAPrompt()
    {
        // In a file: what stands in the environment here is in that of every program that other tests start meanwhile.
        await File.WriteAllTextAsync(_world["answer"], $"username=ada\npassword={Secret}\n", GitWorld.Cancellation);
        await WithHelperAsync(
            $"!f() {{ cat > '{_world["asked"]}'; cat '{_world["answer"]}'; }}; f",
            async helper =>
            {
                var found = await helper.FindAsync(GitWorld.Address("https://git.example.com:8443/a/b.git"), GitWorld.Deadline, GitWorld.Cancellation);

                Assert.Equal(new GitCredentials.Basic("ada", Secret), found);
                var asked = await File.ReadAllTextAsync(_world["asked"], GitWorld.Cancellation);
                Assert.Contains("protocol=https\nhost=git.example.com:8443\n", asked, StringComparison.Ordinal);
            });
    }

    [Fact]
    public async Task Helper_KnowsNothing_IsNone() =>
        await WithHelperAsync("", async helper => Assert.IsType<GitCredentials.None>(
            await helper.FindAsync(GitWorld.Address("https://git.example.com/a.git"), GitWorld.Deadline, GitWorld.Cancellation)));

    [Fact]
    public async Task Helper_LocalPath_IsNotAsked() =>
        Assert.IsType<GitCredentials.None>(
            await new GitCredentialHelper(TimeProvider.System).FindAsync(GitWorld.Address("/srv/a.git"), GitWorld.Deadline, GitWorld.Cancellation));

    private static async Task WithHelperAsync(string helper, Func<GitCredentialHelper, Task> test)
    {
        Environment.SetEnvironmentVariable("GIT_CONFIG_COUNT", "2");
        Environment.SetEnvironmentVariable("GIT_CONFIG_KEY_0", "credential.helper");
        Environment.SetEnvironmentVariable("GIT_CONFIG_VALUE_0", "");
        Environment.SetEnvironmentVariable("GIT_CONFIG_KEY_1", "credential.helper");
        Environment.SetEnvironmentVariable("GIT_CONFIG_VALUE_1", helper);
        try
        {
            await test(new GitCredentialHelper(TimeProvider.System));
        }
        finally
        {
            Environment.SetEnvironmentVariable("GIT_CONFIG_COUNT", null);
        }
    }
}

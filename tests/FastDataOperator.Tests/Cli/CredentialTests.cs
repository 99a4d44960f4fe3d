using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Tests.Cli;

/// <summary>Credentials on the command line, against a server that asks for them.</summary>
public sealed class CredentialTests : IDisposable
{
    private const string Password = TestSecrets.Canary + "-p4ss-of-the-robot";

    private readonly Story _story = new("share-er-schema");
    private readonly GitWebServer _server = GitWebServer.Start(new GitWebServerOptions { Basic = ("robot", Password) });

    public CredentialTests()
    {
        foreach (var name in (string[])["customer-core.git", "marketing.git"])
        {
            Directory.CreateDirectory(_server.RepositoryRoot);
            GitCommand.Run(_story.Path, "clone", "-q", "--bare", name, Path.Combine(_server.RepositoryRoot, name));
            GitCommand.Run(Path.Combine(_server.RepositoryRoot, name), "config", "http.receivepack", "true");
        }

        _story.Write("server.yaml", _story.Read("import.yaml")
            .Replace("./customer-core.git", _server.UrlOf("customer-core.git") + "\n      secretRef: { name: robot }", StringComparison.Ordinal)
            .Replace("./marketing.git", _server.UrlOf("marketing.git") + "\n      secretRef: { name: robot }", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _server.Dispose();
        _story.Dispose();
    }

    [Fact]
    public void Import_GivenASecretAmongTheManifests_UsesIt()
    {
        WriteSecret(Password);

        var import = _story.Run("import", "-f", "server.yaml", "-f", "secret.yaml");

        Assert.Equal((0, ""), (import.ExitCode, import.Error));
        Assert.DoesNotContain(Password, import.Output, StringComparison.Ordinal);
        var pushed = GitCommand.Run(Path.Combine(_server.RepositoryRoot, "marketing.git"), "log", "-1", "--format=%B", "main");
        Assert.Contains($"FastData-Source-Url: {_server.UrlOf("customer-core.git")}", pushed, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, pushed, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_GivenNoSuchSecret_SaysWhereItWouldBe()
    {
        var import = _story.Run("import", "-f", "server.yaml");

        Assert.Equal(1, import.ExitCode);
        Assert.Contains("the Secret marketing/robot that the secretRef of the project customer-core names is not among the manifests\n  add its file with another -f", import.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stringData: { user: robot, password: x }", "secret.yaml:4:15: Secret marketing/robot: user is not read")]
    [InlineData("stringData: { username: robot }", "secret.yaml:1:1: Secret marketing/robot: it has username and no password")]
    [InlineData("stringData: { username: robot, password: x, ca.crt: x }", "secret.yaml:4:45: Secret marketing/robot: ca.crt holds no certificate that can be read")]
    [InlineData("data: { password: /w== }", "secret.yaml:4:9: Secret marketing/robot: password is not UTF-8")]
    [InlineData("data: { username: eA==, password: '*' }", "secret.yaml:4:25: data.password: is not base64")]
    [InlineData("data: { some: eA== }", "secret.yaml:1:1: Secret marketing/robot has the key some")]
    public void Import_GivenASecretThatCannotBeUsed_SaysWhereItStands(string data, string error)
    {
        _story.Write("secret.yaml", $"apiVersion: v1\nkind: Secret\nmetadata: {{ name: robot, namespace: marketing }}\n{data}\n");

        var import = _story.Run("import", "-f", "server.yaml", "-f", "secret.yaml");

        Assert.Equal(1, import.ExitCode);
        Assert.StartsWith("error: " + error, import.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_GivenTheWrongPassword_NeverShowsIt()
    {
        WriteSecret(TestSecrets.Canary + "-wr0ng");

        var import = _story.Run("import", "-f", "server.yaml", "-f", "secret.yaml");

        Assert.Equal(1, import.ExitCode);
        Assert.DoesNotContain(TestSecrets.Canary, import.Error + import.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_GivenNoSecret_AsksGitsOwnHelperOnceTheServerWantsOne()
    {
        _story.Write("server.yaml", _story.Read("server.yaml").Replace("\n      secretRef: { name: robot }", "", StringComparison.Ordinal));
        _story.Write("gitconfig", $"[credential]\n\thelper = \"!f() {{ echo username=robot; echo password={Password}; }}; f\"\n");

        var import = FastDataProcess.Run(_story.Path, null, ["import", "-f", "server.yaml"], ("GIT_CONFIG_GLOBAL", _story["gitconfig"]));

        Assert.Equal((0, ""), (import.ExitCode, import.Error));
    }

    [Fact]
    public void References_GivenUserInfoInTheAddress_UsesItAndKeepsItToItself()
    {
        var url = _server.UrlOf("marketing.git").Replace("http://", $"http://robot:{Password}@", StringComparison.Ordinal);

        var references = _story.Run("references", "--repository", url);

        Assert.Equal((0, ""), (references.ExitCode, references.Error));
        Assert.DoesNotContain(Password, references.Output, StringComparison.Ordinal);
    }

    private void WriteSecret(string password) => _story.Write("secret.yaml", $$"""
        apiVersion: v1
        kind: Secret
        metadata: { name: robot, namespace: marketing }
        stringData: { username: robot, password: "{{password}}" }
        """);
}

using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Tests.Cli;

/// <summary>CA, client certificate and proxy from Secrets, on the command line: nginx behind microsocks and tinyproxy.</summary>
public sealed class TransportTests : IDisposable
{
    private const string Password = TestSecrets.Canary + "-p4ss-of-the-robot";
    private const string ProxyPassword = TestSecrets.Canary + "-p4ss-of-the-proxy";

    private readonly Story _story = new("share-er-schema");
    private readonly TestAuthority _authority = TestAuthority.Create("CN=authority of the test");
    private readonly TestAuthority _clients = TestAuthority.Create("CN=authority of clients");
    private readonly GitWebServer _server;

    public TransportTests()
    {
        _server = GitWebServer.Start(new GitWebServerOptions
        {
            IsSecure = true, Certificate = _authority.IssueServer(), ClientAuthority = _clients.CertificatePem, Basic = ("robot", Password),
        });
        Directory.CreateDirectory(_server.RepositoryRoot);
        foreach (var name in (string[])["customer-core.git", "marketing.git"])
        {
            GitCommand.Run(_story.Path, "clone", "-q", "--bare", name, Path.Combine(_server.RepositoryRoot, name));
            GitCommand.Run(Path.Combine(_server.RepositoryRoot, name), "config", "http.receivepack", "true");
        }
    }

    public void Dispose()
    {
        _server.Dispose();
        _story.Dispose();
        _authority.Dispose();
        _clients.Dispose();
    }

    [Fact]
    public void Import_GivenAuthorityClientCertificatePasswordAndProxy_PushesThroughThemAll()
    {
        using var proxy = ForwardProxy.Socks(("egress", ProxyPassword));
        WriteManifest();
        WriteSecrets(proxy.Address, ProxyPassword, _authority.CertificatePem);
        var before = Tip();

        var import = Run("import");

        Assert.Equal((0, ""), (import.ExitCode, import.Error));
        Assert.NotEqual(before, Tip());
        AssertNoSecret(import);
    }

    [Fact]
    public void Import_GivenTheWrongProxyPassword_SaysSoAndShowsNone()
    {
        using var proxy = ForwardProxy.Http(("egress", ProxyPassword));
        WriteManifest();
        WriteSecrets(proxy.Address, TestSecrets.Canary + "-wr0ng", _authority.CertificatePem);

        var import = Run("import");

        Assert.Equal(1, import.ExitCode);
        Assert.Contains($"is to be reached through the proxy {proxy.Address}, which did not accept the credentials", import.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(TestSecrets.Canary + "-wr0ng", import.Output + import.Error, StringComparison.Ordinal);
        AssertNoSecret(import);
    }

    [Fact]
    public void Import_GivenAnAuthorityInTheSecret_BelievesTheMachinesToo()
    {
        using var proxy = ForwardProxy.Http();
        using var other = TestAuthority.Create("CN=another authority");
        WriteManifest();
        WriteSecrets(proxy.Address, null, other.CertificatePem);
        _story.Write("machine.pem", _authority.CertificatePem);

        var without = Run("plan");
        var with = Run("plan", ("SSL_CERT_FILE", _story["machine.pem"]));

        Assert.Equal(1, without.ExitCode);
        Assert.Contains("its certificate's authority is unknown", without.Error, StringComparison.Ordinal);
        Assert.Equal((2, ""), (with.ExitCode, with.Error));
    }

    [Fact]
    public void Import_GivenASecretWithoutCredentials_AsksGitsOwnHelperForThem()
    {
        using var proxy = ForwardProxy.Http();
        WriteManifest();
        WriteSecrets(proxy.Address, null, _authority.CertificatePem, withPassword: false);
        _story.Write("gitconfig", $"[credential]\n\thelper = \"!f() {{ echo username=robot; echo password={Password}; }}; f\"\n");

        var import = Run("import", ("GIT_CONFIG_GLOBAL", _story["gitconfig"]));

        Assert.Equal((0, ""), (import.ExitCode, import.Error));
    }

    [Fact]
    public void Import_GivenNoProxySecret_SaysWhereItWouldBe()
    {
        WriteManifest();
        WriteSecrets("http://127.0.0.1:1", null, _authority.CertificatePem);
        _story.Write("secrets.yaml", _story.Read("secrets.yaml").Replace("name: egress,", "name: egres,", StringComparison.Ordinal));

        var import = Run("import");

        Assert.Equal(1, import.ExitCode);
        Assert.Contains("the Secret marketing/egress that the proxySecretRef of the project customer-core names is not among the manifests", import.Error, StringComparison.Ordinal);
        Assert.Contains("leave proxySecretRef out to use HTTPS_PROXY and NO_PROXY; there is marketing/egres", import.Error, StringComparison.Ordinal);
    }

    private static void AssertNoSecret(FastDataProcess run)
    {
        Assert.DoesNotContain(Password, run.Output + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(ProxyPassword, run.Output + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("BEGIN", run.Output + run.Error, StringComparison.Ordinal);
    }

    private string Tip() => GitCommand.Run(Path.Combine(_server.RepositoryRoot, "marketing.git"), "rev-parse", "main");

    private FastDataProcess Run(string verb, params (string, string)[] environment) =>
        FastDataProcess.Run(_story.Path, null, [verb, "-f", "server.yaml", "-f", "secrets.yaml"], environment);

    private void WriteManifest() => _story.Write("server.yaml", _story.Read("import.yaml")
        .Replace("./customer-core.git", _server.UrlOf("customer-core.git") + "\n      secretRef: { name: robot }\n      proxySecretRef: { name: egress }", StringComparison.Ordinal)
        .Replace("./marketing.git", _server.UrlOf("marketing.git") + "\n      secretRef: { name: robot }\n      proxySecretRef: { name: egress }", StringComparison.Ordinal));

    private void WriteSecrets(string proxy, string? proxyPassword, string authority, bool withPassword = true)
    {
        var client = _clients.IssueClient("CN=robot");
        _story.Write("secrets.yaml", $"""
            apiVersion: v1
            kind: Secret
            metadata: {"{"} name: robot, namespace: marketing {"}"}
            stringData:
              {(withPassword ? $"username: robot\n  password: \"{Password}\"" : "note: none")}
              ca.crt: |
            {Indented(authority)}
              tls.crt: |
            {Indented(client.CertificatePem)}
              tls.key: |
            {Indented(client.KeyPem)}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {"{"} name: egress, namespace: marketing {"}"}
            stringData:
              address: {proxy}
              {(proxyPassword is null ? "note: none" : $"username: egress\n  password: \"{proxyPassword}\"")}

            """);
    }

    private static string Indented(string pem) => string.Join('\n', pem.Split('\n').Select(static line => "    " + line));
}

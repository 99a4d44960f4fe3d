using System.Text;
using FastDataOperator.Api;
using FastDataOperator.Git;
using FastDataOperator.Imports;
using FastDataOperator.Secrets;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Tests.Secrets;

public sealed class SecretCredentialsTests
{
    private static readonly ObjectKey s_name = new("team-a", "robot");

    [Fact]
    public void Credentials_GivenUserAndPassword_ThenAreBasicWithoutTheEditorsNewline() =>
        Assert.Equal(new GitCredentials.Basic("robot", TestSecrets.Canary), From(("username", "robot\n"), ("password", TestSecrets.Canary + "\r\n")).Credentials);

    [Fact]
    public void Credentials_GivenAPasswordAlone_ThenHaveAUserThatForgesIgnore() =>
        Assert.Equal(new GitCredentials.Basic("git", TestSecrets.Canary), From(("password", TestSecrets.Canary)).Credentials);

    [Fact]
    public void Credentials_GivenAToken_ThenAreBearer() =>
        Assert.Equal(new GitCredentials.Bearer(TestSecrets.Canary), From(("bearerToken", TestSecrets.Canary)).Credentials);

    [Fact]
    public void Credentials_GivenAGitHubApp_ThenAreTheApp()
    {
        using var key = System.Security.Cryptography.RSA.Create(2048);
        (string, string)[] data =
        [
            ("githubAppID", "4711\n"), ("githubAppInstallationOwner", "acme"), ("githubAppPrivateKey", TestSecrets.Register(key.ExportRSAPrivateKeyPem())),
            ("githubAppBaseURL", "https://github.example.com/api/v3"),
        ];

        var app = Assert.IsType<GitCredentials.GitHubApp>(From(data).Credentials);

        Assert.Equal(("4711", null, "acme", "https://github.example.com/api/v3"), (app.AppId, app.InstallationId, app.Owner, app.Api?.ToString()));
        Assert.Equal(app, From(data).Credentials);
        Assert.Contains("keep one of them", Assert.Throws<ImportRefusedException>(() => From([.. data, ("password", "x")])).Problems[0].Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("InvalidValue", ": it has both bearerToken and password; keep one of them", "bearerToken", "password")]
    [InlineData("InvalidValue", ": it has username and no password; add password; a token goes there too", "username")]
    [InlineData("InvalidValue", ": it has username and no password; add password", "username", "bearerToken")]
    [InlineData("InvalidValue", ": it has tls.crt and no tls.key; a client certificate takes both", "tls.crt", "password")]
    [InlineData("InvalidValue", ": it has tls.key and no tls.crt; a client certificate takes both", "tls.key")]
    [InlineData("InvalidValue", ": ca.crt holds no certificate that can be read; write certificates in PEM form", "ca.crt", "password")]
    [InlineData("InvalidValue", ": tls.crt holds no certificate that can be read", "tls.crt", "tls.key")]
    [InlineData("InvalidValue", ": caFile is not read; call it ca.crt", "caFile", "password")]
    [InlineData("InvalidValue", ": certFile is not read; call it tls.crt", "certFile", "tls.key")]
    [InlineData("InvalidValue", ": keyFile is not read; call it tls.key", "keyFile", "password")]
    [InlineData("InvalidValue", " has the keys passwrod, user, and none that is enough", "passwrod", "user")]
    [InlineData("InvalidValue", "give it those keys; did you mean password and username?", "passwrod", "user")]
    [InlineData("InvalidValue", "did you mean bearerToken?", "bearertoken")]
    [InlineData("InvalidValue", " has the key address, and none that is enough: a repository's takes username with password, bearerToken, identity with known_hosts, ca.crt, tls.crt with tls.key, or the githubApp… keys; give it those keys", "address")]
    [InlineData("InvalidValue", ": it has part of a GitHub App and no githubAppPrivateKey; a GitHub App takes githubAppID, githubAppPrivateKey", "githubAppID", "githubAppInstallationID")]
    [InlineData("InvalidValue", ": it has part of a GitHub App and no githubAppID", "githubAppPrivateKey")]
    [InlineData("InvalidValue", ": its GitHub App cannot be used: an installation is needed", "githubAppID", "githubAppPrivateKey")]
    [InlineData("InvalidValue", "the private key is no RSA key in PEM", "githubAppID", "githubAppPrivateKey", "githubAppInstallationOwner")]
    [InlineData("InvalidValue", "did you mean githubAppID?", "githubAppId")]
    [InlineData("InvalidValue", " has no keys, and none that is enough")]
    [InlineData("InvalidValue", ": it has identity and no known_hosts, without which nobody could tell the server from another; add the line of ssh-keyscan HOST as known_hosts", "identity", "password")]
    [InlineData("InvalidValue", ": it has known_hosts and no identity; add the private key as identity", "known_hosts", "password")]
    [InlineData("InvalidValue", "and no known_hosts, without which nobody could tell the server from another; it also has knownhosts, not read under that name; add", "identity", "knownhosts")]
    [InlineData("InvalidValue", ": it has known_hosts and no identity; it also has id_rsa, ssh-privatekey, not read under those names; add", "known_hosts", "id_rsa", "ssh-privatekey")]
    [InlineData("InvalidValue", ": it has username and no password; it also has pasword, not read under that name; add password", "username", "pasword", "ca.crt")]
    [InlineData("InvalidValue", "and no githubAppID; it also has githubAppId, not read under that name; a GitHub App takes githubAppID", "githubAppId", "githubAppPrivateKey")]
    [InlineData("InvalidValue", ": ca.cert is not read; call it ca.crt, or leave it out", "password", "ca.cert")]
    [InlineData("InvalidValue", ": CA.CRT is not read; call it ca.crt, or leave it out", "password", "CA.CRT")]
    [InlineData("InvalidValue", ": user is not read; call it username, or leave it out", "password", "user")]
    [InlineData("InvalidValue", ": passwrod is not read; call it password, or leave it out", "bearerToken", "passwrod")]
    [InlineData("InvalidValue", ": bearer_token is not read; call it bearerToken, or leave it out", "identity", "known_hosts", "bearer_token")]
    public void Access_GivenKeysThatDoNotAddUp_ThenIsRefusedWithoutAValue(string reason, string expected, params string[] keys)
    {
        var refusal = Assert.Throws<ImportRefusedException>(() => From([.. keys.Select(static key => (key, TestSecrets.Canary))]));

        Assert.Contains(expected, $"{refusal.Message}; {Assert.Single(refusal.Problems).Remedy}", StringComparison.Ordinal);
        Assert.Contains("Secret team-a/robot", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(reason, refusal.Problems[0].Reason.ToString());
        Assert.DoesNotContain(TestSecrets.Canary, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Access_GivenAKeyForSsh_ThenThePasswordIsItsPassphraseAndTheTokenIsForTheApi()
    {
        (string, string)[] data = [("identity", "the " + TestSecrets.Canary + "-key\n"), ("identity.pub", "left out"), ("known_hosts", "host key\n"), ("password", TestSecrets.Canary + "-phrase\n"), ("bearerToken", TestSecrets.Canary + "-token")];

        var access = From(data);

        Assert.Equal(new GitCredentials.SshKey("the " + TestSecrets.Canary + "-key", TestSecrets.Canary + "-phrase", "host key"), access.Credentials);
        Assert.Equal(new GitCredentials.Bearer(TestSecrets.Canary + "-token"), access.ApiCredentials);
        Assert.Equal(access, From(data));
        Assert.DoesNotContain("key", access + access.Credentials.ToString()!.Replace("SshKey", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Access_GivenAKeyForSshAlone_ThenTheApiIsAskedByNobody()
    {
        var access = From(("identity", "the " + TestSecrets.Canary + "-key"), ("known_hosts", "host key"), ("password", ""));

        Assert.Equal(new GitCredentials.SshKey("the " + TestSecrets.Canary + "-key", null, "host key"), access.Credentials);
        Assert.Equal(GitCredentials.Anonymous, access.ApiCredentials);
    }

    [Theory]
    [InlineData("identity is empty", " \n", "host key")]
    [InlineData("no known_hosts", "the " + TestSecrets.Canary + "-key", "\n")]
    public void Access_GivenAnEmptyPartOfAKey_ThenIsRefused(string expected, string identity, string knownHosts)
    {
        var refusal = Assert.Throws<ImportRefusedException>(() => From(("identity", identity), ("known_hosts", knownHosts)));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Access_GivenBytesThatAreNoText_ThenIsRefused()
    {
        var refusal = Assert.Throws<ImportRefusedException>(() => SecretCredentials.From(new SecretValues(s_name, new Dictionary<string, byte[]> { ["bearerToken"] = [0xff] }), null));

        Assert.Contains("Secret team-a/robot: bearerToken is not UTF-8", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Access_GivenPasswordAuthoritiesAndCertificate_ThenHasAllThree()
    {
        using var authority = TestAuthority.Create("CN=authority");
        var client = authority.IssueClient("CN=robot");
        (string, string)[] data = [("username", "robot"), ("password", TestSecrets.Canary), ("ca.crt", authority.CertificatePem), ("tls.crt", client.CertificatePem), ("tls.key", client.KeyPem)];

        var access = From(data);

        Assert.Equal(new GitCredentials.Basic("robot", TestSecrets.Canary), access.Credentials);
        Assert.NotEqual(RemoteTrust.Machine, access.Trust);
        Assert.Equal(access, From(data));
        Assert.NotEqual(access, From([.. data[1..]]));
        Assert.DoesNotContain("KEY", access.ToString() + access.Trust, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Access_GivenAnAuthorityAlone_ThenIsAnonymousWithIt()
    {
        using var authority = TestAuthority.Create("CN=authority");

        var access = From(("ca.crt", authority.CertificatePem), ("tls.crt", ""), ("tls.key", "\n"), ("note", "left out"));

        Assert.IsType<GitCredentials.None>(access.Credentials);
        Assert.NotEqual(RemoteTrust.Machine, access.Trust);
    }

    /// <summary>What Flux, Argo CD, cert-manager and Kubernetes put beside, what this Secret is for elsewhere, and what is near a key that is there.</summary>
    [Theory]
    [InlineData("url", "type", "name", "project", "insecure", "enableLfs", "sshPrivateKey", "tlsClientCertData", "tlsClientCertKey", "proxy", "noProxy", "githubAppEnterpriseBaseUrl")]
    [InlineData("keystore.jks", "keystore.p12", "truststore.jks", "truststore.p12", "tls-combined.pem", "key.der", "ssh-privatekey", ".dockerconfigjson")]
    [InlineData("address", "git.asc", "passphrase", "ada.asc", "identity.pub", "team.sshpub")]
    [InlineData("passwords", "password.old", "user_name", "note")]
    public void Access_GivenOtherKeysBeside_ThenLeavesThemOut(params string[] others) =>
        Assert.Equal(new GitCredentials.Basic("robot", TestSecrets.Canary), From([("username", "robot"), ("password", TestSecrets.Canary), .. others.Select(static key => (key, "left out"))]).Credentials);

    [Fact]
    public void Access_GivenTheKeyOfAnother_ThenNamesIt()
    {
        using var authority = TestAuthority.Create("CN=authority");
        var other = authority.IssueClient("CN=other");

        var refusal = Assert.Throws<ImportRefusedException>(() => From(("tls.crt", authority.IssueClient("CN=robot").CertificatePem), ("tls.key", other.KeyPem)));

        Assert.Contains("Secret team-a/robot: tls.key does not belong to the first certificate of tls.crt", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(other.KeyPem.Split('\n')[1], refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://proxy.example.com:3128", "http://proxy.example.com:3128")]
    [InlineData("http://proxy.example.com/\n", "http://proxy.example.com:80")]
    [InlineData("https://proxy.example.com", "https://proxy.example.com:443")]
    [InlineData("socks5://10.1.2.3", "socks5://10.1.2.3:1080")]
    [InlineData("socks5://[2001:db8::1]:1081", "socks5://[2001:db8::1]:1081")]
    public void Proxy_GivenAnAddress_ThenIsShownWithItsPortAndNothingElse(string address, string expected)
    {
        var access = SecretCredentials.From(null, Values(("address", address), ("username", "robot"), ("password", TestSecrets.Canary)));

        Assert.Equal(expected, access.Proxy!.Display);
        Assert.Equal(expected, access.Proxy.ToString());
        Assert.IsType<GitCredentials.None>(access.Credentials);
        Assert.Equal(access, SecretCredentials.From(null, Values(("address", address), ("username", "robot"), ("password", TestSecrets.Canary))));
        Assert.NotEqual(access, SecretCredentials.From(null, Values(("address", address), ("username", "robot"), ("password", TestSecrets.Canary + "-other"))));
    }

    [Theory]
    [InlineData("", "robot", TestSecrets.Canary, "address is no proxy's address")]
    [InlineData("proxy.example.com:3128", null, null, "address is no proxy's address")]
    [InlineData("ftp://proxy.example.com", null, null, "address is no proxy's address")]
    [InlineData("http://xn--\u00e9\u3002xn--:3128", null, null, "address is no proxy's address")]
    [InlineData("http://robot:" + TestSecrets.Canary + "@proxy.example.com", null, null, "address holds a user or a password")]
    [InlineData("http://proxy.example.com/path", null, null, "address has a path")]
    [InlineData("http://proxy.example.com", null, TestSecrets.Canary, "address has a password beside it and no username")]
    [InlineData("http://proxy.example.com", "ro:bot", TestSecrets.Canary, "with a colon")]
    [InlineData("http://proxy.example.com", "ro\nbot", TestSecrets.Canary, "with a control character")]
    [InlineData("socks5://proxy.example.com", "robot", null, "address is a SOCKS5 proxy, which takes a username and a password")]
    public void Proxy_GivenWhatCannotBeUsed_ThenIsRefusedWithoutAValue(string address, string? user, string? password, string expected)
    {
        (string, string?)[] data = [("address", address), ("username", user), ("password", password)];

        var refusal = Assert.Throws<ImportRefusedException>(() => SecretCredentials.From(null, Values([.. data.Where(static item => item.Item2 is not null).Select(static item => (item.Item1, item.Item2!))])));

        Assert.StartsWith("Secret team-a/robot: address ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(TestSecrets.Canary, refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>A proxy is shown no certificate: what is said of one in its Secret is for others.</summary>
    [Fact]
    public void Proxy_GivenAClientCertificate_ThenLeavesItOut()
    {
        using var authority = TestAuthority.Create("CN=authority");
        var client = authority.IssueClient("CN=robot");
        (string, string)[] data = [("address", "https://proxy.example.com"), ("ca.crt", authority.CertificatePem)];

        Assert.Equal(SecretCredentials.From(null, Values(data)), SecretCredentials.From(null, Values([.. data, ("tls.crt", client.CertificatePem), ("tls.key", client.KeyPem)])));
        Assert.NotEqual(SecretCredentials.From(null, Values(data)), SecretCredentials.From(null, Values(data[..1])));
    }

    [Fact]
    public void Proxy_GivenNoAddress_ThenSaysWhatItTakes()
    {
        var refusal = Assert.Throws<ImportRefusedException>(() => SecretCredentials.From(null, Values(("adress", "http://proxy.example.com"))));

        Assert.Contains("Secret team-a/robot has the key adress, and none that is enough: a proxy's takes address", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("did you mean address?", refusal.Problems[0].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Proxy_GivenAMisspeltKeyBeside_ThenSaysWhatItIsCalled()
    {
        var refusal = Assert.Throws<ImportRefusedException>(() => SecretCredentials.From(null, Values(("address", "http://proxy.example.com"), ("username", "robot"), ("pasword", TestSecrets.Canary))));

        Assert.StartsWith("Secret team-a/robot: pasword is not read; call it password", refusal.Message, StringComparison.Ordinal);
    }

    private static SecretValues Values(params (string Key, string Value)[] data) =>
        new(s_name, data.ToDictionary(static item => item.Key, static item => Encoding.UTF8.GetBytes(item.Value)));

    private static RemoteAccess From(params (string Key, string Value)[] data) => SecretCredentials.From(Values(data), null);
}

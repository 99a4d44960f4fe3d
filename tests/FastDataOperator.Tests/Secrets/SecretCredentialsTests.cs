using System.Text;
using FastDataOperator.Api;
using FastDataOperator.Git;
using FastDataOperator.Imports;
using FastDataOperator.Secrets;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Tests.Secrets;

public sealed class SecretCredentialsTests
{
    private static readonly ObjectKey s_name = new("team-a", "robot");

    [Fact]
    public void Credentials_GivenUserAndPassword_ThenAreBasicWithoutTheEditorsNewline() =>
        Assert.Equal(new GitCredentials.Basic("robot", TestSecrets.Canary), From(("username", "robot\n"), ("password", TestSecrets.Canary + "\r\n")));

    [Fact]
    public void Credentials_GivenAPasswordAlone_ThenHaveAUserThatForgesIgnore() =>
        Assert.Equal(new GitCredentials.Basic("git", TestSecrets.Canary), From(("password", TestSecrets.Canary)));

    [Fact]
    public void Credentials_GivenAToken_ThenAreBearer() =>
        Assert.Equal(new GitCredentials.Bearer(TestSecrets.Canary), From(("bearerToken", TestSecrets.Canary)));

    [Theory]
    [InlineData("has both bearerToken and password", "bearerToken", "password")]
    [InlineData("has the keys identity, known_hosts, and this version takes username with password, or bearerToken", "known_hosts", "identity")]
    [InlineData("has no keys, and this version takes")]
    public void Credentials_GivenOtherKeys_ThenAreRefusedWithoutAValue(string expected, params string[] keys)
    {
        var refusal = Assert.Throws<ImportRefusedException>(() => From([.. keys.Select(static key => (key, TestSecrets.Canary))]));

        Assert.Contains($"Secret team-a/robot {expected}", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(TestSecrets.Canary, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_GivenBytesThatAreNoText_ThenAreRefused()
    {
        var refusal = Assert.Throws<ImportRefusedException>(() => SecretCredentials.From(s_name, new Dictionary<string, byte[]> { ["bearerToken"] = [0xff] }));

        Assert.Contains("Secret team-a/robot: bearerToken is not UTF-8", refusal.Message, StringComparison.Ordinal);
    }

    private static GitCredentials From(params (string Key, string Value)[] data) =>
        SecretCredentials.From(s_name, data.ToDictionary(static item => item.Key, static item => Encoding.UTF8.GetBytes(item.Value))).Credentials;
}

using System.Net;
using System.Text;
using System.Text.Json;
using CsCheck;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Git.Tests.Secrets;

/// <summary>That what <c>./test</c> looks for is what a leak looks like.</summary>
public class TestSecretsTests
{
    [Fact]
    public void Forms_GivenASecret_AreFoundHoweverItIsWritten() => Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 0, 5], Gen.String[8, 40], Gen.String[0, 5]).Sample(static (before, secret, after) =>
    {
        var forms = TestSecrets.Forms(secret);
        var bytes = Encoding.UTF8.GetBytes($"{before}:{secret}{after}");
        var text = $"{before}{secret}{after}";
        var json = JsonEncodedText.Encode(text).ToString();
        string[] written =
        [
            text, Uri.EscapeDataString(text), WebUtility.HtmlEncode(text), json, json.Replace("/", "\\/", StringComparison.Ordinal),
            Convert.ToBase64String(bytes), Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes),
        ];

        Assert.All(
            secret.Any(char.IsSurrogate) || after.Any(char.IsSurrogate) ? written[..1] : written,
            text => Assert.Contains(forms, form => text.Contains(form, StringComparison.Ordinal)));
    });

    [Fact]
    public void Canary_WhereverItStands_IsWrittenAsItIs() => Assert.All(
        (string[])[Uri.EscapeDataString(TestSecrets.Canary), System.Net.WebUtility.HtmlEncode(TestSecrets.Canary), System.Text.Json.JsonEncodedText.Encode(TestSecrets.Canary).ToString()],
        static text => Assert.Equal(TestSecrets.Canary, text));

    [Theory]
    [InlineData("")]
    [InlineData("1234567")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nshort\n-----END PRIVATE KEY-----\n")]
    public void Register_GivenWhatIsTooShortToBeLookedFor_IsRefused(string secret) => Assert.Throws<ArgumentException>(() => TestSecrets.Register(secret));

    [Fact]
    public void Register_GivenAKeyThatBeginsAsItsPublicOne_CountsTheRest()
    {
        const string Shared = "mQGNBGX0this-line-is-in-both-of-them";

        Assert.Equal(Shared + "\nand-this-line-is-in-the-private-one", TestSecrets.Register(Shared + "\nand-this-line-is-in-the-private-one", known: Shared));
        Assert.Throws<ArgumentException>(() => TestSecrets.Register(Shared + "\n-----END", known: Shared));
    }

    /// <summary>Each kind of evidence that the suite always gives holds this one: <c>./test</c> fails without it, for then it looks at nothing.</summary>
    [Fact]
    public async Task Keep_GivenWhatAProcessPrints_KeepsIt()
    {
        var seen = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var process = FastDataOperator.Testing.WatchedProcess.Start("echo", ["evidence is kept"], onLine: line => seen.TrySetResult(line));

        Assert.Equal("evidence is kept", await seen.Task.WaitAsync(GitWorld.Cancellation));
    }

    [Theory]
    [InlineData("ed25519")]
    [InlineData("ecdsa")]
    [InlineData("rsa")]
    public void RegisterSshKey_LeavesThePublicHalfOut(string kind)
    {
        var pair = SshKeyPair.Create(kind);
        var half = pair.PublicKey.Split(' ')[1][..48];

        Assert.Throws<ArgumentException>(() => { TestSecrets.RegisterSshKey($"{half}\n{half}", pair.PublicKey); });
    }
}

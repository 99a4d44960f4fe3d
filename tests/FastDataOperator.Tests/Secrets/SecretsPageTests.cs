using FastDataOperator.Secrets;
using FastDataOperator.Testing;
using FastDataOperator.Webhooks;

namespace FastDataOperator.Tests.Secrets;

/// <summary>docs/secrets.md has an example with every key that is read.</summary>
public sealed class SecretsPageTests
{
    public static TheoryData<string, string> Keys =>
    [
        .. ((IEnumerable<(string, IReadOnlyList<string>)>)
        [
            ("User and password", [SecretKeys.Username, SecretKeys.Password]),
            ("Bearer token", [SecretKeys.BearerToken]),
            ("SSH key", [SecretKeys.Identity, SecretKeys.Password, SecretKeys.KnownHosts, SecretKeys.BearerToken]),
            ("GitHub App", SecretKeys.OfApp),
            ("An authority of your own", [SecretKeys.Authorities]),
            ("Client certificate", [SecretKeys.Certificate, SecretKeys.CertificateKey, SecretKeys.Authorities]),
            ("Proxy", SecretKeys.OfProxy),
            ("Signing key", SecretKeys.OfSigning),
            ("Trusted signers", [SecretKeys.OpenPgpSigners, .. SecretKeys.SshSigners]),
            ("Webhooks", [.. WebhookSenders.Outside.Select(static sender => sender.Name)]),
        ]).SelectMany(static section => section.Item2.Select(key => (section.Item1, key))),
    ];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Page_Section_HasEveryKeyOfItsKind(string title, string key)
    {
        var page = File.ReadAllText(Path.Combine(ProjectRoot.Path, "docs", "secrets.md"));
        var section = page.Split("\n## ").Single(part => part.StartsWith(title + "\n", StringComparison.Ordinal));

        Assert.Contains("kind: Secret", section, StringComparison.Ordinal);
        Assert.Contains(key.StartsWith('.') ? $"`{key}`" : key, section, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_OfAccess_AreAllInASection() =>
        Assert.Empty(SecretKeys.OfAccess.Except(Keys.Select(static row => row.Data.Item2)));
}

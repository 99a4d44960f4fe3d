using System.Text;
using System.Text.Json;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Tests.EndToEnd;

/// <summary>Imports that sign what they write and check who signed what they read, by the real executable, judged by the real <c>git</c>, <c>gpg</c> and
/// <c>ssh-keygen</c>.</summary>
public sealed class SignedImportTests(SharedGitServer server) : IDisposable
{
    private const string Password = TestSecrets.Canary + "-s3cret-of-the-bot";
    private readonly HostedProjects _projects = new(server);
    private readonly SshKeys _ssh = new();

    public void Dispose()
    {
        _ssh.Dispose();
        _projects.Dispose();
    }

    [Fact]
    public async Task Import_GivenAnOpenPgpKey_PushesACommitThatGitVerifies()
    {
        using var gpg = new GnuPg();
        var key = gpg.Generate("rsa3072");
        await WriteAsync(signingKey: Secret("bot", ("git.asc", Encoding.ASCII.GetString(gpg.ExportPrivate(key))), ("passphrase", GnuPg.Passphrase)));

        var run = await RunAsync("import");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        _projects.Destination.Git("-c", $"gpg.program={gpg.Program}", "verify-commit", "main");
        Assert.Equal(key, _projects.Destination.Git("-c", $"gpg.program={gpg.Program}", "log", "-1", "--format=%GF", "main"));
        Assert.Equal(0, (await RunAsync("plan")).ExitCode);
        _projects.Destination.Check();
    }

    [Fact]
    public async Task Import_GivenAnSshKey_PushesACommitThatGitVerifies()
    {
        var key = _ssh.Generate("-t ed25519", Password);
        await WriteAsync(signingKey: Secret("bot", ("identity", await File.ReadAllTextAsync(key, Cancellation)), ("password", Password)));

        var run = await RunAsync("import");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        _projects.Destination.Git("-c", "gpg.format=ssh", "-c", $"gpg.ssh.allowedSignersFile={_ssh.Allow(key)}", "verify-commit", "main");
        _projects.Destination.Check();
    }

    [Fact]
    public async Task Import_GivenAKeyThatDoesNotOpen_WritesNothing()
    {
        await WriteAsync(signingKey: Secret("bot", ("identity", await File.ReadAllTextAsync(_ssh.Generate("-t ed25519", Password), Cancellation)), ("password", TestSecrets.Canary + "-wr0ng")));

        var run = await RunAsync("import");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Secret reading-room/bot: identity is no SSH private key, or does not open with that password", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(TestSecrets.Canary + "-wr0ng", run.Error, StringComparison.Ordinal);
        Assert.Equal(_projects.Before, _projects.Tip);
    }

    [Fact]
    public async Task Import_GivenAnExpiredKey_WritesNothing()
    {
        using var gpg = new GnuPg();
        var key = gpg.Generate("ed25519", "sign", "1y", gpg.ProgramAt("20240102T030405"));
        await WriteAsync(signingKey: Secret("bot", ("git.asc", Encoding.ASCII.GetString(gpg.ExportPrivate(key))), ("passphrase", GnuPg.Passphrase)));

        var run = await RunAsync("import");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"the signing key of the Secret reading-room/bot cannot sign: OpenPGP key {key} expired at 2025-01-0", run.Error, StringComparison.Ordinal);
        Assert.Equal(_projects.Before, _projects.Tip);
    }

    [Fact]
    public async Task Import_GivenASignedSource_TakesItAndNoOther()
    {
        var (ada, eve) = (_ssh.Generate("-t ed25519"), _ssh.Generate("-t ed25519"));
        await WriteAsync(verify: "HEAD", signers: await SignersAsync(ada));
        Assert.Contains("is not signed\n  nothing of it is used", (await RunAsync("import")).Error, StringComparison.Ordinal);
        Commit(eve);
        Assert.Contains("which is not among those that are trusted", (await RunAsync("import")).Error, StringComparison.Ordinal);
        Assert.Contains("which is not among those that are trusted", (await RunAsync("plan")).Error, StringComparison.Ordinal);
        Assert.Equal(_projects.Before, _projects.Tip);

        // To a file just as to a repository.
        _projects.LayOutFiles();
        var toFile = await _projects.RunAsync("import", "-f", "import.yaml", "-f", "secret.yaml", "-f", "keys.yaml", "--destination-file", "fastdata-config.json");
        Assert.Equal(1, toFile.ExitCode);
        Assert.Contains("which is not among those that are trusted", toFile.Error, StringComparison.Ordinal);

        Commit(ada);
        Assert.Equal(0, (await RunAsync("import")).ExitCode);
        Assert.NotEqual(_projects.Before, _projects.Tip);
    }

    [Theory]
    [InlineData("ref: { tag: v1.0.0 }", "v1.0.0")]
    [InlineData("ref: { semver: \"1.x\" }", "v1.1.0")]
    public async Task Import_GivenATag_TakesWhatIsSignedThere(string reference, string tag)
    {
        var ada = _ssh.Generate("-t ed25519");
        Commit(ada);
        var commit = _projects.Source.Tip("main")!;
        Tag(ada, "v1.0.0");
        Tag(ada, "v1.1.0");
        Tag(ada, "v2.0.0");
        _projects.Source.Commit("main", new TestFile("fastdata-config.json", "{}"u8.ToArray()));
        await WriteAsync(reference, "TagAndHEAD", await SignersAsync(ada));

        var run = await RunAsync("import", "--output", "json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using var json = JsonDocument.Parse(run.OutputBytes);
        Assert.Equal("Pushed", json.RootElement.GetProperty("imports")[0].GetProperty("outcome").GetString());
        var result = Encoding.UTF8.GetString(await _projects.ResultAsync());
        Assert.Contains($"\"branch\": \"{tag}\"", result, StringComparison.Ordinal);
        Assert.Contains($", tag {tag}, commit ", _projects.Destination.Git("log", "-1", "--format=%B", "main"), StringComparison.Ordinal);
        Assert.Contains($"\"commit\": \"{commit}\"", result, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("plan")).ExitCode);
    }

    [Fact]
    public async Task Import_GivenACommit_TakesThatAndSaysNoBranch()
    {
        var commit = _projects.Source.Tip("main")!;
        _projects.Source.Commit("main", new TestFile("fastdata-config.json", "{}"u8.ToArray()));
        await WriteAsync($"ref: {{ commit: \"{commit}\" }}");

        var run = await RunAsync("import");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var result = Encoding.UTF8.GetString(await _projects.ResultAsync());
        Assert.Contains($"\"commit\": \"{commit}\"", result, StringComparison.Ordinal);
        Assert.DoesNotContain("\"branch\"", result, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("plan")).ExitCode);
    }

    [Theory]
    [InlineData("ref: { tag: v1.0 }", "has no tag v1.0\n  did you mean v1.0.0?")]
    [InlineData("ref: { semver: 2.x }", "has no tag of a version within 2.x\n  its tags are v1.0.0; only those of three numbers are versions")]
    [InlineData("ref: { commit: \"0123456789012345678901234567890123456789\" }", "does not give out the commit 0123456789012345678901234567890123456789")]
    public async Task Import_GivenWhatIsNotThere_SaysSo(string reference, string expected)
    {
        _projects.Source.Git("tag", "v1.0.0", "main");
        await WriteAsync(reference);

        var run = await RunAsync("import");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Equal(_projects.Before, _projects.Tip);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Task<ProgramRun> RunAsync(string verb, params string[] more) => _projects.RunAsync([verb, "-f", "import.yaml", "-f", "secret.yaml", .. File.Exists(_projects["keys.yaml"]) ? ["-f", "keys.yaml"] : Array.Empty<string>(), .. more]);

    private static async Task<string> SignersAsync(string key) => Secret("signers", ("ada.pub", await File.ReadAllTextAsync(key + ".pub", Cancellation)));

    private static string Secret(string name, params (string Key, string Value)[] data) => $$"""
        ---
        apiVersion: v1
        kind: Secret
        metadata: { name: {{name}}, namespace: reading-room }
        data: { {{string.Join(", ", data.Select(static item => $"{item.Key}: {Convert.ToBase64String(Encoding.UTF8.GetBytes(item.Value))}"))}} }

        """;

    private async Task WriteAsync(string reference = "ref: { branch: main }", string? verify = null, string signers = "", string? signingKey = null)
    {
        var manifest = _projects.Manifest().Replace(
            "      ref: { branch: main }\n",
            $"      {reference}\n" + (verify is null ? "" : $"      verify: {{ mode: {verify}, secretRef: {{ name: signers }} }}\n"),
            StringComparison.Ordinal);
        await File.WriteAllTextAsync(_projects["import.yaml"], signingKey is null ? manifest : manifest + "  publish: { commit: { signingKey: { secretRef: { name: bot } } } }\n", Cancellation);
        if (signers + signingKey is { Length: > 0 } keys)
        {
            await File.WriteAllTextAsync(_projects["keys.yaml"], keys, Cancellation);
        }
    }

    /// <summary>The same content in a new commit on the source's branch, signed.</summary>
    private void Commit(string key)
    {
        var source = _projects.Source;
        var commit = source.Git("-c", "gpg.format=ssh", "-c", $"user.signingKey={key}", "commit-tree", "-S", "-p", "main", "-m", "Signed", "main^{tree}");
        source.Git("update-ref", "refs/heads/main", commit);
    }

    private void Tag(string key, string name) =>
        _projects.Source.Git("-c", "gpg.format=ssh", "-c", $"user.signingKey={key}", "tag", "-s", "-m", name, name, "main");
}

using System.Diagnostics;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Git.Tests.Secrets;

/// <summary>That <c>./test</c> fails where a secret came to light: the script that looks through what was kept, on leaks that are made here.</summary>
public sealed class FindSecretsTests : IDisposable
{
    /// <summary>Not one that <c>./test</c> itself looks for.</summary>
    private const string Planted = "planted+s3cret/\u00e9 <&>";

    private static readonly string s_script = Find();
    private readonly TemporaryDirectory _folder = new();

    public FindSecretsTests()
    {
        File.WriteAllLines(_folder["secrets-a-1.txt"], TestSecrets.Forms(Planted));
        Write("evidence-a-1.txt", "[git] Some.Test: all is well\n");
        Write("output.txt", "1 passed\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Find_GivenNoLeak_Passes() => Assert.Equal((0, ""), await RunAsync());

    [Fact]
    public async Task Find_GivenALeakInAnyForm_FailsAndSaysWhereFrom()
    {
        foreach (var form in TestSecrets.Forms(Planted))
        {
            Write("evidence-a-1.txt", $"[git] Some.Test: all is well\n[nginx] Other.Test: \0\u001bGET /?a={form}&b\n");

            var (code, said) = await RunAsync();

            Assert.Equal(1, code);
            Assert.Contains("  [nginx] Other.Test (evidence-a-1.txt:2)", said, StringComparison.Ordinal);
            Assert.DoesNotContain("Some.Test", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Find_GivenALeakInWhatWasPrinted_Fails()
    {
        Write("output.txt", $"failed: expected {Planted}\n");

        var (code, said) = await RunAsync();

        Assert.Equal(1, code);
        Assert.Contains("what was printed (output.txt:1)", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_GivenMoreEvidenceThanWasKept_Fails()
    {
        Write("evidence-a-1.txt", "[full] there is more than is kept\n");

        Assert.Contains("not all of it", await FailAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_GivenNothingToLookFor_FailsWhereThereIsEvidence()
    {
        Write("secrets-a-1.txt", "");
        Assert.Contains("nothing was looked for", await FailAsync(), StringComparison.Ordinal);

        File.Delete(_folder["evidence-a-1.txt"]);
        Assert.Equal((0, ""), await RunAsync());
    }

    [Fact]
    public async Task Find_GivenWhatCannotBeRead_Fails()
    {
        File.Delete(_folder["output.txt"]);

        Assert.Contains("could not be looked through", await FailAsync(), StringComparison.Ordinal);
    }

    private void Write(string name, string text) => File.WriteAllText(_folder[name], text);

    private async Task<string> FailAsync()
    {
        var (code, said) = await RunAsync();
        Assert.Equal(1, code);
        return said;
    }

    private async Task<(int Code, string Said)> RunAsync()
    {
        using var process = Process.Start(new ProcessStartInfo(s_script, [_folder.Path]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = process.StandardError.ReadToEndAsync(GitWorld.Cancellation);
        var said = await process.StandardOutput.ReadToEndAsync(GitWorld.Cancellation) + await error;
        await process.WaitForExitAsync(GitWorld.Cancellation);
        return (process.ExitCode, said);
    }

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "find-secrets")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("no folder above holds tests/find-secrets.");
        }

        return Path.Combine(folder, "find-secrets");
    }
}

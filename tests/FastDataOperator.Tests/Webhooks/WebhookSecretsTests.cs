using System.Text;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;
using FastDataOperator.Webhooks;
using Microsoft.Extensions.Time.Testing;

namespace FastDataOperator.Tests.Webhooks;

public sealed class WebhookSecretsTests : IDisposable
{
    private const string Good = TestSecrets.Canary + "-that-nobody-guesses";

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new();
    private readonly CollectedLog _log = new();
    private readonly WebhookSecrets _secrets;

    public WebhookSecretsTests() => _secrets = new WebhookSecrets(_directory.Path, _time, _log);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Of_GivenAFaultyLine_TakesTheOthersAndSaysSoOnceWithoutIt()
    {
        Write("github", $"{Good}\ntoo-short\n{Good}2");

        Assert.Equal(2, Count(WebhookSenders.GitHub));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, Count(WebhookSenders.GitHub));
        Assert.Null(WebhookSecrets.FaultOf(_directory.Path));
        Assert.Equal(["Warning: Not all of the webhook secrets can be used: github, line 2: it has 9 characters, and at least 16 are wanted"], _log.Lines);
    }

    [Fact]
    public void Of_GivenMoreSecretsThanAreTaken_TakesTheFirst()
    {
        Write("github", string.Join('\n', Enumerable.Repeat(Good, 17)));

        Assert.Equal(16, Count(WebhookSenders.GitHub));
        Assert.Contains("github has more than 16 secrets", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_GivenAFileThatIsTooLong_TakesNoneOfIt()
    {
        Write("github", Good + new string('\n', 64 * 1024));
        Write("gitlab", Good);

        Assert.Equal((0, 1), (Count(WebhookSenders.GitHub), Count(WebhookSenders.GitLab)));
        Assert.Contains("github is longer than 64 KiB", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_GivenAFolderInTheFilesPlace_TakesNone()
    {
        Directory.CreateDirectory(_directory["github"]);

        Assert.Equal(0, Count(WebhookSenders.GitHub));
        Assert.Contains("github cannot be read (UnauthorizedAccessException)", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AfterTheDirectoryIsGone_HasNone()
    {
        Write("github", Good);
        Assert.Equal(1, Count(WebhookSenders.GitHub));

        Directory.Delete(_directory.Path, recursive: true);
        Assert.Equal(1, Count(WebhookSenders.GitHub));
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal((0, 0), (Count(WebhookSenders.GitHub), Count(WebhookSenders.Relay)));
        Assert.Empty(_log.Lines);
    }

    /// <summary>As the kubelet does it: the files are links to links, and one link is replaced.</summary>
    [Fact]
    public void Of_AMountedSecretThatChanges_IsTheNewOne()
    {
        Directory.CreateDirectory(_directory["..1"]);
        Directory.CreateDirectory(_directory["..2"]);
        File.WriteAllText(_directory["..1/github"], Good);
        File.WriteAllText(_directory["..2/github"], $"{Good}\n{Good}2");
        Directory.CreateSymbolicLink(_directory["..data"], "..1");
        File.CreateSymbolicLink(_directory["github"], "..data/github");
        Assert.Equal(1, Count(WebhookSenders.GitHub));

        Directory.Delete(_directory["..data"]);
        Directory.CreateSymbolicLink(_directory["..data"], "..2");
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(2, Count(WebhookSenders.GitHub));
    }

    [Fact]
    public void Is_ComparesTheWholeText()
    {
        var secret = WebhookSecret.Read(Good, out _)!;

        Assert.True(secret.Is(Encoding.UTF8.GetBytes(Good)));
        foreach (var other in (string[])[Good[..^1], Good + "x", "", Good.ToUpperInvariant()])
        {
            Assert.False(secret.Is(Encoding.UTF8.GetBytes(other)));
        }

        Assert.Null(secret.SigningKey);
        Assert.False(secret.Relay.Key.Span.SequenceEqual(secret.Key.Span));
        Assert.DoesNotContain(Good, secret.ToString(), StringComparison.Ordinal);
    }

    private int Count(WebhookSender sender) => _secrets.Of(sender).Count;

    private void Write(string name, string text) => File.WriteAllText(_directory[name], text);
}

using System.Text.Json;
using FastDataOperator.Testing;

namespace FastDataOperator.Tests.Cli;

/// <summary>Plans of imports as pull requests, where the repository answers and its forge's API does not.</summary>
public sealed class UnaskedForgeTests : IDisposable
{
    private readonly Story _story = new("share-er-schema");
    private readonly GitWebServer _server = GitWebServer.Start(new GitWebServerOptions());

    public UnaskedForgeTests()
    {
        var repository = Path.Combine(_server.RepositoryRoot, "team", "marketing.git");
        GitCommand.Run(_story.Path, "clone", "-q", "--bare", "marketing.git", repository);
        GitCommand.Run(repository, "config", "http.receivepack", "true");
        _story.Write("push.yaml", _story.Read("import.yaml").Replace("./marketing.git", _server.UrlOf("team/marketing.git"), StringComparison.Ordinal));
        _story.Write("propose.yaml", _story.Read("push.yaml") + "  publish: { strategy: PullRequest, pullRequest: { provider: Gitea } }\n");
    }

    public void Dispose()
    {
        _server.Dispose();
        _story.Dispose();
    }

    [Theory]
    [InlineData(false, "import 2 Systems of Record")]
    [InlineData(true, "nothing to do")]
    public void Plan_IsShownAndFailsAsTheImportDoes(bool isPushed, string summary)
    {
        if (isPushed)
        {
            Assert.Equal(0, _story.Run("import", "-f", "push.yaml").ExitCode);
        }

        var plan = _story.Run("plan", "-f", "propose.yaml");

        Assert.Equal(1, plan.ExitCode);
        Assert.StartsWith($"marketing/customer-from-core: {summary}", plan.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("fastdata import", plan.Output, StringComparison.Ordinal);
        Assert.StartsWith("error: marketing/customer-from-core: the pull request could not be looked at: The Gitea API of ", plan.Error, StringComparison.Ordinal);
        Assert.Equal(1, _story.Run("import", "-f", "propose.yaml").ExitCode);
    }

    [Fact]
    public void Plan_InMarkdown_SaysWhatIsNotKnown()
    {
        var plan = _story.Run("plan", "-f", "propose.yaml", "--output", "markdown");

        Assert.Equal(1, plan.ExitCode);
        Assert.Contains("\n\n- Failed: the pull request could not be looked at: The Gitea API of ", plan.Output, StringComparison.Ordinal);
        Assert.Contains("| add | ER schema | `er_customer` |", plan.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_InJson_HasThePlanAndTheFailure()
    {
        using var json = JsonDocument.Parse(_story.Run("plan", "-f", "propose.yaml", "--output", "json").Output);

        var import = json.RootElement.GetProperty("imports")[0];
        Assert.Equal(("Failed", true), (import.GetProperty("outcome").GetString(), import.GetProperty("hasChanges").GetBoolean()));
        Assert.Equal("Unknown", import.GetProperty("pullRequest").GetProperty("outcome").GetString());
        Assert.StartsWith("the pull request could not be looked at: ", import.GetProperty("failure").GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}

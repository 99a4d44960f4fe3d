using FastDataOperator.Cluster.Tests.EndToEnd;
using FastDataOperator.Core.Findings;
using FastDataOperator.Git;
using FastDataOperator.Status;
using FastDataOperator.Testing;

namespace FastDataOperator.Cluster.Tests.Docs;

/// <summary>docs/operating.md has every reason and every metric, and none that there is not.</summary>
public sealed class OperatingPageTests(Cluster cluster)
{
    private static readonly Page s_page = Page.Read("operating.md");

    /// <summary>Not told before an import publishes as a pull request.</summary>
    private static readonly string[] s_ofPullRequests = ["fastdata_forge_requests_total", "fastdata_forge_rate_limit_remaining", "fastdata_import_pull_requests"];

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public void Reasons_AreThoseOfTheCode()
    {
        string[] reasons = [.. Enum.GetNames<Reason>(), .. Enum.GetNames<GitFailure>(), .. Enum.GetNames<OperatorReason>()];

        var named = s_page.Section("### Reasons").FirstCells;

        Assert.Equal("", string.Join(' ', reasons.Except(named).Select(static reason => $"not in the page: {reason}")));
        Assert.Equal("", string.Join(' ', named.Except(reasons).Select(static reason => $"not in the code: {reason}")));
        Assert.Equal(named.Count, named.Distinct().Count());
    }

    [Fact]
    public async Task Metrics_AreThoseOfAScrape()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        using var secrets = new TemporaryDirectory();
        await File.WriteAllTextAsync(secrets["github"], "a-secret-that-nobody-guesses", CancellationToken);
        var hooks = $"127.0.0.1:{LoopbackPort.Free()}";
        var process = await world.StartReadyAsync(null, "operator-1", "--webhook-bind-address", hooks, "--webhook-secrets-directory", secrets.Path);
        using var client = new HttpClient();
        using var body = new StringContent("{}");
        using var refused = await client.PostAsync(new Uri($"http://{hooks}/hooks/github"), body, CancellationToken);
        await world.CreateImportAsync();
        await world.Imports.WaitForAsync(OperatorWorld.ImportName, "Ready", CancellationToken);
        var named = s_page.Section("## Metrics").FirstCells;
        string[] scraped = [];

        // An import is ready a moment before its pass has been measured.
        await Patience.UntilAsync(
            async cancellation =>
            {
                scraped = [.. NamesOf(await process.MetricsAsync(cancellation))];
                return scraped.Contains("fastdata_import_last_success_timestamp_seconds");
            },
            "the pass was not measured",
            () => string.Join(' ', scraped),
            CancellationToken);

        Assert.Equal("", string.Join(' ', scraped.Except(named).Select(static metric => $"not in the page: {metric}")));
        Assert.Equal("", string.Join(' ', named.Except(scraped).Except(s_ofPullRequests).Select(static metric => $"not scraped: {metric}")));
    }

    [Fact]
    public void Alerts_AskForMetricsOfThePage()
    {
        var section = s_page.Section("## Metrics");
        var metrics = section.FirstCells;

        var asked = section.Code("yaml").Split(' ', '(', ')', '[', '{', '\n').Where(static word => word.Contains('_', StringComparison.Ordinal) && !word.StartsWith("group_", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(asked);
        Assert.Equal("", string.Join(' ', asked.Except(metrics)));
    }

    /// <summary>Without those of the runtime.</summary>
    private static IEnumerable<string> NamesOf(string scrape) => scrape.Split('\n')
        .Where(static line => line.StartsWith("# TYPE ", StringComparison.Ordinal))
        .Select(static line => line.Split(' ')[2])
        .Where(static name => !name.StartsWith("dotnet_", StringComparison.Ordinal));
}

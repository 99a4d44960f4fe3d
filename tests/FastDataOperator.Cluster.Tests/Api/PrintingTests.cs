using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FastDataOperator.Cluster.Tests.Api;

/// <summary>What a user sees of an import with nothing but <c>kubectl</c>.</summary>
public sealed partial class PrintingTests(Cluster cluster)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_ByShortName_PrintsTheColumns()
    {
        var space = await CreateAsync();

        Assert.Equal(
            [
                ["NAME", "READY", "STATUS", "SOURCE", "DESTINATION", "AGE"],
                ["orders", "True", "Nothing to change", "https://git.example.com/a.git", "https://git.example.com/b.git", "*"],
            ],
            Table(await cluster.KubectlAsync("get", "fdi", "-n", space)));
    }

    [Fact]
    public async Task Get_ByCategoryAndWide_PrintsTheRestToo()
    {
        var space = await CreateAsync();

        Assert.Equal(
            [
                ["NAME", "READY", "STATUS", "SOURCE", "DESTINATION", "CHANGES", "PULL REQUEST", "LAST SYNC", "AGE"],
                ["orders", "True", "Nothing to change", "https://git.example.com/a.git", "https://git.example.com/b.git", "import 2 resources", "https://git.example.com/b/42", "*", "*"],
            ],
            Table(await cluster.KubectlAsync("get", "fastdata", "-n", space, "-o", "wide")));
    }

    [Fact]
    public async Task Wait_ForReady_IsUnderstood()
    {
        var space = await CreateAsync();

        Assert.Contains("condition met", await cluster.KubectlAsync("wait", "--for=condition=Ready", "fdi/orders", "-n", space, "--timeout=10s"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fdi.spec.interval", "<string>", "How often the operator looks")]
    [InlineData("fdi.spec.source.repository.secretRef", "<Object>", "username")]
    [InlineData("fdi.status.conditions", "<[]Object>", "Stalled")]
    public async Task Explain_OfAField_ShowsItsTypeAndDescription(string field, string type, string words)
    {
        var text = await cluster.KubectlAsync("explain", field);

        Assert.Contains(type, text, StringComparison.Ordinal);
        Assert.Contains(words, text, StringComparison.Ordinal);
    }

    private async Task<string> CreateAsync()
    {
        var (space, _) = await cluster.CreateNamespaceAsync(CancellationToken);
        var imports = new ImportObjects(cluster.Administrator, space);
        await imports.CreateAsync("orders", ImportObjects.Spec("https://git.example.com/a.git", "https://git.example.com/b.git"), CancellationToken);
        var status = """
            { "status": {
              "observedGeneration": 1,
              "destination": { "pushedAt": "2026-11-22T10:00:00Z" },
              "plan": { "summary": "added 2" },
              "pullRequest": { "url": "https://git.example.com/b/42", "number": 42, "state": "Open" },
<<<<<<< HEAD
              "plan": { "summary": "import 2 resources", "added": 2 },
=======
              "history": [
                { "time": "2026-11-22T10:00:00Z", "reason": "Succeeded", "message": "pushed" },
                { "time": "2026-11-22T09:00:00Z", "reason": "Succeeded", "message": "added 1" }
              ],
>>>>>>> chart
              "conditions": [
                { "type": "Planned", "status": "False", "reason": "A", "message": "other", "observedGeneration": 1, "lastTransitionTime": "2026-11-22T10:00:00Z" },
                { "type": "Ready", "status": "True", "reason": "Succeeded", "message": "Nothing to change", "observedGeneration": 1, "lastTransitionTime": "2026-11-22T10:00:00Z" }
              ] } }
            """;
        await imports.PatchStatusAsync("orders", JsonNode.Parse(status)!.AsObject(), CancellationToken);
        return space;
    }

    /// <summary>Cells by line; ages, which pass, are stars.</summary>
    private static IReadOnlyList<string[]> Table(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line =>
            Cell().Split(line.Trim()).Select(static cell => Age().Replace(cell, "*")).ToArray())];

    [GeneratedRegex(" {2,}")]
    private static partial Regex Cell();

    [GeneratedRegex("^([0-9]+[smhdy])+$")]
    private static partial Regex Age();
}

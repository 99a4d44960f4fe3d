using System.Text;
using System.Text.Json;
using FastDataOperator.Tests.EndToEnd;

namespace FastDataOperator.Tests.Samples;

/// <summary>Each story does what its README promises, by the README's own commands and tables.</summary>
public sealed class StoryTests
{
    [Fact]
    public async Task ShareErSchema_BringsWhatItNeedsAndFollowsTheSource()
    {
        using var story = new Story("share-er-schema");
        await story.RunToAsync("plan -f import.yaml");
        var plan = await story.PlanAsync("import.yaml", 2);
        Assert.Equal(story.Readme.Resources(0, "Added"), plan.Resources("Added"));
        Assert.Equal(story.Readme.Names(0, "Missing services"), plan.MissingServices);
        var warning = Assert.Single(plan.Warnings);
        Assert.Equal(("UnresolvedName", "C3"), (warning.Reason, warning.Rule));
        Assert.Contains("\"customer_segments\"", warning.Message, StringComparison.Ordinal);

        var before = story.Git("marketing", "show", "HEAD:fastdata-config.json");
        await story.RunToAsync("import -f import.yaml");
        Assert.Equal((1844, 0, "fastdata-config.json"), story.LastChange("marketing"));
        var after = story.Git("marketing", "show", "HEAD:fastdata-config.json");
        Assert.DoesNotContain(story.Readme.Names(0, "Left behind").Where(name => name != "er_customer"), name => after.Contains($"\"{name}\": {{", StringComparison.Ordinal) && !before.Contains($"\"{name}\"", StringComparison.Ordinal));
        Assert.Contains("\\u003c", after, StringComparison.Ordinal);

        await story.RunToAsync("# exit code 0: nothing to do");
        var references = await story.RunToAsync("references --repository");
        Assert.Contains("15 references, 0 drifted.", references, StringComparison.Ordinal);

        await story.RunToAsync("plan -f import.yaml");
        plan = await story.PlanAsync("import.yaml", 2);
        Assert.Equal(["CastFunction/toCents", "Projection/pr_customers"], plan.Resources("Updated"));
        Assert.Equal(13, plan.Count("unchanged"));
        await story.RunToEndAsync();
        Assert.Contains("PREFERRED_LANGUAGE", story.Git("marketing", "show", "--format=", "HEAD"), StringComparison.Ordinal);
        await story.PlanAsync("import.yaml", 0);
    }

    [Fact]
    public async Task CloneSystem_RefusesTakenNamesAndCopiesUnderOthers()
    {
        using var story = new Story("clone-system");
        await story.RunToAsync("refused-without-renames.yaml");
        var refused = await story.PlanAsync("refused-without-renames.yaml", 1);
        Assert.Equal("Refused", refused.Outcome);
        Assert.Equal([("NameCollision", "K1"), ("NameCollision", "K4"), ("NameCollision", "K4")], refused.Problems.Select(problem => (problem.Reason, problem.Rule)));
        Assert.All(refused.Problems.Zip(["toCents", "pr_products", "pr_stores"]), pair => Assert.Contains(pair.Second, pair.First.Message, StringComparison.Ordinal));

        await story.RunToAsync("plan -f import.yaml");
        var plan = await story.PlanAsync("import.yaml", 2);
        Assert.Equal(story.Readme.Resources(0, "Added"), plan.Resources("Added"));
        Assert.Equal(["receipt-single-view-creator"], plan.MissingServices);
        var warning = Assert.Single(plan.Warnings);
        Assert.Equal("DefaultCastFunctionCarried", warning.Reason);
        Assert.Contains(story.Readme.Names(0, "Carried over")[0], warning.Message, StringComparison.Ordinal);

        await story.RunToAsync("git -C shop-italy.git show");
        Assert.Equal((1375, 0, "fastdata-config.json"), story.LastChange("shop-italy"));
        AssertItalianStyle(await FileAsync(story, "shop-italy", "fastdata-config.json"));
        await story.PlanAsync("import.yaml", 0);

        plan = await story.PlanAsync("import-shop-france.yaml", 2);
        Assert.Equal(13, plan.Resources("Added").Count);
        Assert.Empty(plan.Warnings);
        Assert.Equal(["pos-real-time-updater", "receipt-single-view-creator"], plan.MissingServices);
        await AssertNeedsTheGeneratorAsync(story);
        await story.RunToEndAsync();
        await story.PlanAsync("import-shop-france.yaml", 0);
    }

    [Fact]
    public async Task FollowUpdates_UpdatesRestoresAndRemoves()
    {
        using var story = new Story("follow-updates");
        await story.RunToAsync("references --repository");
        Assert.Equal(["Projection/pr_carriers"], await DriftedAsync(story, 15));

        await story.RunToAsync("plan -f import.yaml");
        var plan = await story.PlanAsync("import.yaml", 2);
        Assert.All(["Added", "Updated", "Restored", "Removed", "Unchanged"], action => Assert.Equal(story.Readme.Resources(0, action), plan.Resources(action)));
        Assert.Equal(story.Readme.Names(0, "Missing services"), plan.MissingServices);
        var warning = Assert.Single(plan.Warnings);
        Assert.Equal("DriftRestored", warning.Reason);
        Assert.Contains("pr_carriers", warning.Message, StringComparison.Ordinal);

        var refused = await story.PlanAsync("refused-still-needed.yaml", 1);
        var problem = Assert.Single(refused.Problems);
        Assert.Equal(("StillNeeded", "P1"), (problem.Reason, problem.Rule));
        Assert.Contains("pr_carrier_tariffs", problem.Message, StringComparison.Ordinal);
        Assert.Contains("er_portal_delivery", problem.Message, StringComparison.Ordinal);

        await story.RunToEndAsync();
        Assert.Empty(await DriftedAsync(story, 16));
        Assert.Equal("fast-data-config.json", story.LastChange("delivery-portal").Path);
        Assert.DoesNotContain("PORTAL_LOGO", Encoding.UTF8.GetString(await FileAsync(story, "delivery-portal", "fast-data-config.json")), StringComparison.Ordinal);
        await story.PlanAsync("import.yaml", 0);
    }

    [Fact]
    public async Task FollowUpdates_WithoutTheNextCommit_OnlyRestoresAndRemoves()
    {
        using var story = new Story("follow-updates");
        await story.RunToAsync("cd ");
        var plan = await story.PlanAsync("import.yaml", 2);
        Assert.Equal([0, 0, 1, 1, 13], new[] { "added", "updated", "restored", "removed", "unchanged" }.Select(plan.Count));
    }

    [Fact]
    public async Task ChainOfProjects_KeepsTheFirstOrigin()
    {
        using var story = new Story("chain-of-projects");
        await story.RunToAsync("cd ");
        var plan = await story.PlanAsync("import-core-orders.yaml", 2);
        Assert.Equal(story.Readme.Resources(0, "Added"), plan.Resources("Added"));
        Assert.Equal(story.Readme.Names(0, "Missing services"), plan.MissingServices);
        Assert.Empty(plan.Nested());

        await story.RunToAsync("refused-nested-rename.yaml");
        var refused = await story.PlanAsync("refused-nested-rename.yaml", 1);
        Assert.Equal(("NestedReferenceRename", "R2"), (Assert.Single(refused.Problems).Reason, refused.Problems[0].Rule));

        plan = await story.PlanAsync("import-web-shop.yaml", 2);
        Assert.Equal(14, plan.Count("added"));
        Assert.Equal(story.Readme.Resources(1, "of these nested"), plan.Nested());
        Assert.Equal(["base-registry"], plan.NestedProjects().Distinct());
        Assert.Equal(Union(story.Readme.Resources(1, "of these nested"), ["ErSchema/er_sales_order", "SystemOfRecord/sales", "Projection/pr_invoices", "Projection/pr_sales_order_rows", "Projection/pr_sales_orders", "CastFunction/toMinorUnits", "CastFunction/toOrderState"]), plan.Resources("Added"));
        Assert.Equal(["registry-real-time-updater", "sales-real-time-updater"], plan.MissingServices);

        var skipping = await story.PlanAsync("import-web-shop-skip-nested.yaml", 2);
        Assert.Equal(plan.Resources("Added").Except(plan.Nested()), skipping.Resources("Added"));
        Assert.Equal(["NestedReferenceSkipped", "NestedReferenceSkipped"], skipping.Warnings.Select(warning => warning.Reason)); // the two that er_sales_order names

        await story.RunToEndAsync();
        AssertMarks(await FileAsync(story, "web-shop", "project.json"), await FileAsync(story, "web-shop", "project.json", "HEAD^"));
        await story.PlanAsync("import-web-shop.yaml", 0);
        await story.PlanAsync("import-core-orders.yaml", 0);
    }

    private static List<string> Union(IReadOnlyList<string> left, IReadOnlyList<string> right) => [.. left.Concat(right).Order(StringComparer.Ordinal)];

    /// <summary>Tabs, CRLF on every line, a newline at the end, and the members that nobody documented spelt as they were.</summary>
    private static void AssertItalianStyle(byte[] file)
    {
        var lines = Encoding.UTF8.GetString(file).Split('\n');
        Assert.Equal("", lines[^1]);
        Assert.All(lines[..^1], line => Assert.EndsWith("\r", line, StringComparison.Ordinal));
        Assert.All(lines[..^1], line => Assert.NotEqual(' ', line[line.TakeWhile(character => character == '\t').Count()]));
        var text = Encoding.UTF8.GetString(file);
        Assert.All(["x-review", "linter", "0.750", "\"pr_products\"", "toEuroCents"], part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    /// <summary>As a reference, the plan is refused and says what was looked for (M4).</summary>
    private static async Task AssertNeedsTheGeneratorAsync(Story story)
    {
        var manifest = await File.ReadAllTextAsync(story["import-shop-france.yaml"], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(story["as-reference.yaml"], manifest.Replace("importAs: Resource", "importAs: Reference", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var problem = Assert.Single((await story.PlanAsync("as-reference.yaml", 1)).Problems);
        Assert.Equal(("ArchitectureMissing", "M4"), (problem.Reason, problem.Rule));
        Assert.Contains("single-view-trigger-generator", problem.Message, StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> DriftedAsync(Story story, int count)
    {
        var run = await ProgramRun.RunAsync(ProgramRun.FastData, Path.GetDirectoryName(story["import.yaml"])!, ["references", "--repository", "./delivery-portal.git", "--output", "json"]);
        Assert.Equal(0, run.ExitCode);
        using var json = JsonDocument.Parse(run.OutputBytes);
        var references = json.RootElement.GetProperty("references").EnumerateArray().ToList();
        Assert.Equal(count, references.Count);
        return [.. references.Where(reference => reference.GetProperty("drifted").GetBoolean()).Select(reference => $"{reference.GetProperty("kind").GetString()}/{reference.GetProperty("name").GetString()}")];
    }

    /// <summary>14 marks of core-orders, 7 of them with their first origin; all but the section <c>fastDataConfig</c> is as it was.</summary>
    private static void AssertMarks(byte[] after, byte[] before)
    {
        using var project = JsonDocument.Parse(after);
        using var earlier = JsonDocument.Parse(before);
        Assert.All(
            earlier.RootElement.EnumerateObject().Where(member => member.Name != "fastDataConfig"),
            member => Assert.Equal(member.Value.GetRawText(), project.RootElement.GetProperty(member.Name).GetRawText()));
        var text = Encoding.UTF8.GetString(after);
        Assert.Equal(14, text.Split("\"project\": \"core-orders\"").Length - 1);
        Assert.Equal(7, text.Split("\"project\": \"base-registry\"").Length - 1);
    }

    private static async Task<byte[]> FileAsync(Story story, string repository, string path, string commit = "HEAD") =>
        (await ProgramRun.RunAsync("git", story[repository + ".git"], ["cat-file", "blob", $"{commit}:{path}"])).OutputBytes.ToArray();
}

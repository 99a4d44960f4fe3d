using System.Text.Json.Nodes;

namespace FastDataOperator.Cluster.Tests.Api;

/// <summary>A user writes the spec, the operator the status, and neither can write the other's by accident.</summary>
public sealed class StatusSubresourceTests(Cluster cluster)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Status_WrittenWithTheObject_IsNotKept()
    {
        var imports = await CreateAsync();

        var patched = await imports.PatchAsync("orders", Both(), CancellationToken);

        Assert.True((bool)patched["spec"]!["suspend"]!);
        Assert.Equal(2, (long)patched["metadata"]!["generation"]!);
        Assert.Null(patched["status"]?["lastHandledReconcileAt"]);
    }

    [Fact]
    public async Task Spec_WrittenWithTheStatus_IsNotKept()
    {
        var imports = await CreateAsync();

        var patched = await imports.PatchStatusAsync("orders", Both(), CancellationToken);

        Assert.Equal("now", (string?)patched["status"]!["lastHandledReconcileAt"]);
        Assert.Equal(1, (long)patched["metadata"]!["generation"]!);
        Assert.NotEqual(true, (bool?)patched["spec"]!["suspend"]);
    }

    private static JsonObject Both() => new()
    {
        ["spec"] = new JsonObject { ["suspend"] = true },
        ["status"] = new JsonObject { ["lastHandledReconcileAt"] = "now" },
    };

    private async Task<ImportObjects> CreateAsync()
    {
        var (space, _) = await cluster.CreateNamespaceAsync(CancellationToken);
        var imports = new ImportObjects(cluster.Administrator, space);
        await imports.CreateAsync("orders", ImportObjects.Spec("https://git.example.com/a.git", "https://git.example.com/b.git"), CancellationToken);
        return imports;
    }
}

using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Cluster.Tests.Api;
using FastDataOperator.Imports;
using FastDataOperator.Testing;
using k8s;

namespace FastDataOperator.Cluster.Tests.Docs;

/// <summary>docs/api/fastdataimport.md names the fields that the CRD has, and its example works.</summary>
public sealed class ImportPageTests(Cluster cluster)
{
    private static readonly Page s_page = Page.Read("api", "fastdataimport.md");

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public void Page_InItsTables_HasEveryFieldOfTheSchemaAndNoOther()
    {
        var schema = ImportSchema.Load();
        string[] fields = [.. FieldsOf(schema.Properties["spec"], "spec"), .. FieldsOf(schema.Properties["status"], "status")];

        var named = s_page.FirstCells.Where(static cell => cell.StartsWith("spec.", StringComparison.Ordinal) || cell.StartsWith("status.", StringComparison.Ordinal)).ToList();

        Assert.Equal("", string.Join('\n', fields.Except(named).Select(static field => $"not in the page: {field}")));
        Assert.Equal("", string.Join('\n', named.Except(fields).Select(static field => $"not in the schema: {field}")));
    }

    [Fact]
    public void Page_NamesTheFieldsInTheirOrder()
    {
        string[] fields = [.. FieldsOf(ImportSchema.Load().Properties["spec"], "spec")];

        var named = s_page.FirstCells.Where(static cell => cell.StartsWith("spec.", StringComparison.Ordinal)).ToList();

        Assert.Equal(fields, named);
    }

    [Fact]
    public async Task Example_IsTakenByTheApiServerAndByTheOperator()
    {
        var (space, _) = await cluster.CreateNamespaceAsync(CancellationToken);
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder["example.yaml"], s_page.Code("yaml").Replace("namespace: team-a", $"namespace: {space}", StringComparison.Ordinal), CancellationToken);

        var import = ImportObject.Of(KubernetesJson.Deserialize<ImportResource>(await cluster.KubectlAsync("create", "-f", folder["example.yaml"], "--dry-run=server", "-o", "json")));

        Assert.Empty(import.Problems);
        Assert.IsType<RequestMapping.Mapped>(RequestMapper.Map(import.Import!, static _ => null, folder: ""));
    }

    [Fact]
    public async Task FirstImport_OfTheSamples_IsTakenByTheApiServerAndByTheOperator()
    {
        var samples = Path.Combine(AppContext.BaseDirectory, "samples", "operator");
        await cluster.KubectlAsync("apply", "-f", Path.Combine(samples, "namespace.yaml"));
        await cluster.KubectlAsync("apply", "-f", Path.Combine(samples, "secrets.yaml"), "--dry-run=server");

        var import = ImportObject.Of(KubernetesJson.Deserialize<ImportResource>(await cluster.KubectlAsync("create", "-f", Path.Combine(samples, "import.yaml"), "--dry-run=server", "-o", "json")));

        Assert.Empty(import.Problems);
        var mapped = Assert.IsType<RequestMapping.Mapped>(RequestMapper.Map(import.Import!, static _ => null, folder: "")).Import;
        var secrets = await File.ReadAllTextAsync(Path.Combine(samples, "secrets.yaml"), CancellationToken);
        Assert.All([mapped.Source!.Secret, mapped.Destination.Secret], secret => Assert.Contains($"  name: {secret!.Value.Name}\n  namespace: {secret.Value.Namespace}\n", secrets, StringComparison.Ordinal));
    }

    private static IEnumerable<string> FieldsOf(ImportSchema schema, string path) => schema.Properties.SelectMany(property =>
    {
        var name = $"{path}.{property.Key}";
        return property.Value.Items is { } items ? [name, .. FieldsOf(items, name + "[]")] : (IEnumerable<string>)[name, .. FieldsOf(property.Value, name)];
    });
}

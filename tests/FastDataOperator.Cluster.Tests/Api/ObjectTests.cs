using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using FastDataOperator.Api.V1Alpha1;
using k8s;

namespace FastDataOperator.Cluster.Tests.Api;

/// <summary>What the API server takes and refuses by the CRD alone, one file each. The first line of a refused one says with which words.</summary>
public sealed class ObjectTests(Cluster cluster)
{
    private const string Mark = "# refused: ";

    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Objects");

    public static TheoryData<string> Accepted => [.. FilesOf("accepted")];

    public static TheoryData<string> Refused => [.. FilesOf("refused")];

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task Object_ThatIsInOrder_IsAcceptedAndRead(string file)
    {
        var (status, answer) = await CreateAsync(await ReadAsync("accepted", file));

        Assert.True(status == HttpStatusCode.Created, answer);
        var import = ImportObject.Of(KubernetesJson.Deserialize<ImportResource>(answer));
        Assert.Empty(import.Problems);
        Assert.NotNull(import.Import);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Object_ThatIsNotInOrder_IsRefusedWithTheReason(string file)
    {
        var manifest = await ReadAsync("refused", file);
        var firstLine = manifest[..manifest.IndexOf('\n', StringComparison.Ordinal)];
        Assert.StartsWith(Mark, firstLine, StringComparison.Ordinal);

        var (status, answer) = await CreateAsync(manifest);

        Assert.True(status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest, answer);
        var message = (string)JsonNode.Parse(answer)!["message"]!;
        var isTheReason = message.Contains(firstLine[Mark.Length..], StringComparison.Ordinal);
        Assert.True(isTheReason, $"expected: {firstLine[Mark.Length..]}\nrefused with: {message}");
    }

    private static IEnumerable<string> FilesOf(string folder) =>
        Directory.EnumerateFiles(Path.Combine(s_folder, folder), "*.yaml").Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    private static Task<string> ReadAsync(string folder, string file) => File.ReadAllTextAsync(Path.Combine(s_folder, folder, file), CancellationToken);

    /// <summary>Sends the file as it is, so that nothing between it and the API server changes it; unknown fields are refused, as <c>kubectl</c> has it.</summary>
    private async Task<(HttpStatusCode Status, string Answer)> CreateAsync(string manifest)
    {
        var (space, _) = await cluster.CreateNamespaceAsync(CancellationToken);
        var path = new Uri($"/apis/{FastDataImport.ApiVersion}/namespaces/{space}/{ImportResource.Plural}?fieldValidation=Strict", UriKind.Relative);
        using var content = new StringContent(manifest, Encoding.UTF8, new MediaTypeHeaderValue("application/yaml"));
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Accept.ParseAdd("application/json");
        using var answer = await cluster.Plane.Http.SendAsync(request, CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(CancellationToken));
    }
}

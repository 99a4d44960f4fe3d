using System.Globalization;
using System.Text.Json;
using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Reports;
using k8s;
using k8s.Models;

namespace FastDataOperator.Cli.Kubectl;

/// <summary>The API server of one context, with the rights of the person who calls. Every method throws <see cref="ClusterException"/> for what
/// the cluster does, and <see cref="OperationCanceledException"/> for what the caller does.</summary>
internal sealed class Cluster : IDisposable
{
    /// <summary>By which the API server knows whose the fields are that this program changes.</summary>
    private const string FieldManager = "kubectl-fastdata";

    private const int PageSize = 500;

    private static readonly TimeSpan s_answerTimeout = TimeSpan.FromSeconds(30);

    private readonly Kubernetes _client;
    private readonly KubeconfigContext _context;

    private Cluster(Kubernetes client, KubeconfigContext context)
    {
        _client = client;
        _context = context;
    }

    /// <summary>That of the context.</summary>
    public string DefaultNamespace => _context.Namespace;

    /// <summary>The context in words.</summary>
    public string Context => _context.Description;

    /// <summary>Reads the kubeconfig; the API server is not asked yet.</summary>
    /// <param name="kubeconfig"><see langword="null"/> for the usual files.</param>
    /// <param name="context"><see langword="null"/> for the current one.</param>
    public static async Task<Cluster> OpenAsync(string? kubeconfig, string? context)
    {
        var found = await KubeconfigContext.ReadAsync(kubeconfig, context);
        found.Client.HttpClientTimeout = s_answerTimeout;
        found.Client.UserAgent = FieldManager;
        try
        {
            return new Cluster(new Kubernetes(found.Client), found);
        }
        catch (Exception fault) when (ClusterFault.Is(fault))
        {
            throw ClusterFault.Describe(fault, found.Client.Host, found.Description);
        }
    }

    /// <summary>All imports, by namespace and name.</summary>
    /// <param name="space"><see langword="null"/> for all namespaces.</param>
    /// <param name="selector">A label selector, as the API server reads it.</param>
    public async Task<IReadOnlyList<ClusterImport>> ListAsync(string? space, string? selector, CancellationToken cancellationToken)
    {
        var imports = new List<ClusterImport>();
        string? next = null;
        do
        {
            var page = await AskAsync(async () => ReadPage(await ListPageAsync(space, selector, next, cancellationToken)), cancellationToken);
            imports.AddRange(page.Items);
            next = page.Continue;
        }
        while (!string.IsNullOrEmpty(next));

        return [.. imports.OrderBy(static each => each.Key.Namespace, StringComparer.Ordinal).ThenBy(static each => each.Key.Name, StringComparer.Ordinal)];
    }

    /// <summary>One import. Where there is none of that name, the error names the nearest.</summary>
    public async Task<ClusterImport> GetAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(
                async () => ClusterImport.Of(await _client.CustomObjects.GetNamespacedCustomObjectAsync<JsonElement>(
                    FastDataImport.Group, FastDataImport.Version, key.Namespace, ImportResource.Plural, key.Name, cancellationToken)),
                cancellationToken);
        }
        catch (ClusterException missing) when (missing.Reason is ClusterFailure.NotFound)
        {
            throw new ClusterException(ClusterFailure.NotFound, $"there is no import {key.Name} in namespace {key.Namespace}", await SuggestAsync(key, cancellationToken));
        }
    }

    /// <summary>Changes an import by a merge patch (RFC 7386).</summary>
    /// <returns>What it is then.</returns>
    public Task<ClusterImport> PatchAsync(ObjectKey key, string patch, CancellationToken cancellationToken) => AskAsync(
        async () => ClusterImport.Of(await _client.CustomObjects.PatchNamespacedCustomObjectAsync<JsonElement>(
            new V1Patch(patch, V1Patch.PatchType.MergePatch), FastDataImport.Group, FastDataImport.Version, key.Namespace, ImportResource.Plural, key.Name, fieldManager: FieldManager, cancellationToken: cancellationToken)),
        cancellationToken);

    /// <summary>The values of a Secret, decoded.</summary>
    public async Task<IReadOnlyDictionary<string, byte[]>> ReadSecretAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var secret = await AskAsync(() => _client.CoreV1.ReadNamespacedSecretAsync(key.Name, key.Namespace, cancellationToken: cancellationToken), cancellationToken);
        return secret.Data is { } data ? new Dictionary<string, byte[]>(data, StringComparer.Ordinal) : [];
    }

    /// <summary>The Events about imports, in no order.</summary>
    /// <param name="space"><see langword="null"/> for all namespaces.</param>
    /// <param name="name"><see langword="null"/> for those about any import.</param>
    public async Task<IReadOnlyList<Corev1Event>> ListEventsAsync(string? space, string? name, CancellationToken cancellationToken)
    {
        var about = $"involvedObject.kind={FastDataImport.Kind}{(name is null ? "" : $",involvedObject.name={name}")}";
        var events = new List<Corev1Event>();
        string? next = null;
        do
        {
            var page = await AskAsync(
                () => space is null
                    ? _client.CoreV1.ListEventForAllNamespacesAsync(continueParameter: next, fieldSelector: about, limit: PageSize, cancellationToken: cancellationToken)
                    : _client.CoreV1.ListNamespacedEventAsync(space, continueParameter: next, fieldSelector: about, limit: PageSize, cancellationToken: cancellationToken),
                cancellationToken);
            events.AddRange(page.Items.Where(each => each.InvolvedObject is { Kind: FastDataImport.Kind } subject
                && subject.ApiVersion?.StartsWith(FastDataImport.Group + "/", StringComparison.Ordinal) is not false
                && (name is null || subject.Name == name)));
            next = page.Metadata?.ContinueProperty;
        }
        while (!string.IsNullOrEmpty(next));

        return events;
    }

    public void Dispose() => _client.Dispose();

    private Task<JsonElement> ListPageAsync(string? space, string? selector, string? next, CancellationToken cancellationToken) => space is null
        ? _client.CustomObjects.ListClusterCustomObjectAsync<JsonElement>(
            FastDataImport.Group, FastDataImport.Version, ImportResource.Plural, continueParameter: next, labelSelector: selector, limit: PageSize, cancellationToken: cancellationToken)
        : _client.CustomObjects.ListNamespacedCustomObjectAsync<JsonElement>(
            FastDataImport.Group, FastDataImport.Version, space, ImportResource.Plural, continueParameter: next, labelSelector: selector, limit: PageSize, cancellationToken: cancellationToken);

    private static (List<ClusterImport> Items, string? Continue) ReadPage(JsonElement page) =>
        page.ValueKind == JsonValueKind.Object && page.TryGetProperty("items", out var items) && page.TryGetProperty("metadata", out var metadata)
            ? ([.. items.EnumerateArray().Select(ClusterImport.Of)], metadata.TryGetProperty("continue", out var next) ? next.GetString() : null)
            : throw new JsonException("no list");

    /// <summary>What somebody who named a missing import may have meant: a like name here, or the same name elsewhere.</summary>
    private async Task<string> SuggestAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        try
        {
            var here = await ListAsync(key.Namespace, null, cancellationToken);
            if (NearestNames.Of(key.Name, here.Select(static each => each.Key.Name), most: 1) is [var nearest])
            {
                return $"did you mean {nearest}?";
            }

            var elsewhere = (await ListAsync(null, null, cancellationToken)).FirstOrDefault(each => each.Key.Name == key.Name);
            return elsewhere is not null
                ? $"namespace {elsewhere.Key.Namespace} has one: add -n {elsewhere.Key.Namespace}"
                : here.Count == 0
                    ? $"that namespace of {Context} has no imports; name another one with -n, or look at all with kubectl fastdata get -A"
                    : $"it has {PlainText.Line(string.Join(", ", here.Take(10).Select(static each => each.Key.Name)), 300)}{(here.Count > 10 ? string.Create(CultureInfo.InvariantCulture, $" and {here.Count - 10} more") : "")}";
        }
        catch (ClusterException)
        {
            return "kubectl fastdata get lists what there is";
        }
    }

    private async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (Exception fault) when (ClusterFault.Is(fault) && !cancellationToken.IsCancellationRequested)
        {
            throw ClusterFault.Describe(fault, PlainText.Line(_client.BaseUri.GetLeftPart(UriPartial.Authority), 200), _context.Description);
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using FastDataOperator.Api;
using k8s;
using k8s.Autorest;

namespace FastDataOperator.Informers;

/// <summary>The wall around KubernetesClient's list and watch calls: custom objects and Secrets, of one namespace or of the cluster.</summary>
/// <remarks>The calls for custom objects serve every kind, the core group's too: they differ in the path alone.</remarks>
internal sealed class ObjectCollection(IKubernetes client, ApiResource kind, InformerScope scope)
{
    private const int PageSize = 500;

    public ApiResource Kind => kind;

    public InformerScope Scope => scope;

    /// <summary>One page. The first is read without a version: the newest state, agreed by a quorum, and never older than what any watch told before.</summary>
    /// <exception cref="HttpOperationException">The server refused; 410 if the continuation has expired.</exception>
    public async Task<ObjectPage> ListAsync(string? continuation, CancellationToken cancellationToken)
    {
        using var answer = scope.Namespace is { } inNamespace
            ? await client.CustomObjects.ListNamespacedCustomObjectWithHttpMessagesAsync<ObjectList>(
                kind.Group, kind.Version, inNamespace, kind.Plural,
                labelSelector: scope.LabelSelector, limit: PageSize, continueParameter: continuation, cancellationToken: cancellationToken)
            : await client.CustomObjects.ListClusterCustomObjectWithHttpMessagesAsync<ObjectList>(
                kind.Group, kind.Version, kind.Plural,
                labelSelector: scope.LabelSelector, limit: PageSize, continueParameter: continuation, cancellationToken: cancellationToken);
        var list = answer.Body;
        var next = list.Metadata.ContinueProperty;
        return new ObjectPage(list.Items ?? [], list.Metadata.ResourceVersion, string.IsNullOrEmpty(next) ? null : next);
    }

    /// <summary>What happens after <paramref name="resourceVersion"/>, bookmarks included.</summary>
    /// <param name="serverTimeout">After which the server ends the watch, in whole seconds.</param>
    /// <param name="unreadable">Told of a line that is no event; the watch goes on.</param>
    /// <exception cref="KubernetesException">The server sent a Status; 410 if the version is too old.</exception>
    /// <exception cref="HttpOperationException">The server refused the watch.</exception>
    /// <exception cref="HttpRequestException">The connection failed. With an <see cref="EndOfStreamException"/> inside: the watch ended without any event.</exception>
    public async IAsyncEnumerable<(WatchEventType Type, JsonElement Item)> WatchAsync(
        string resourceVersion,
        TimeSpan serverTimeout,
        Action<Exception> unreadable,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seconds = (int)serverTimeout.TotalSeconds;
        var call = scope.Namespace is { } inNamespace
            ? client.CustomObjects.ListNamespacedCustomObjectWithHttpMessagesAsync<JsonElement>(
                kind.Group, kind.Version, inNamespace, kind.Plural, allowWatchBookmarks: true, labelSelector: scope.LabelSelector,
                resourceVersion: resourceVersion, timeoutSeconds: seconds, watch: true, cancellationToken: cancellationToken)
            : client.CustomObjects.ListClusterCustomObjectWithHttpMessagesAsync<JsonElement>(
                kind.Group, kind.Version, kind.Plural, allowWatchBookmarks: true, labelSelector: scope.LabelSelector,
                resourceVersion: resourceVersion, timeoutSeconds: seconds, watch: true, cancellationToken: cancellationToken);
        using var answer = await OrCloseAsync(call, cancellationToken);

        // Obsolete in favour of generated watch calls, which take no resourceVersion for custom objects and hide bookmarks. The task has ended already.
#pragma warning disable CS0618, CA2025
        await foreach (var happened in Task.FromResult(answer).WatchAsync<JsonElement, JsonElement>(Sort, cancellationToken))
#pragma warning restore CS0618, CA2025
        {
            yield return happened;
        }

        // What is thrown here ends the enumeration: after a Status the server sends nothing more, but it may leave the connection open.
        void Sort(Exception exception)
        {
            if (exception is KubernetesException)
            {
                ExceptionDispatchInfo.Throw(exception);
            }

            unreadable(exception);
        }
    }

    /// <summary>Waits for an answer no longer than asked to: KubernetesClient reads the body of a refusal without a token. What comes later is closed.</summary>
    private static async Task<HttpOperationResponse<JsonElement>> OrCloseAsync(Task<HttpOperationResponse<JsonElement>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _ = call.ContinueWith(
                static late =>
                {
                    if (late.IsCompletedSuccessfully)
                    {
                        late.Result.Dispose();
                    }
                    else
                    {
                        _ = late.Exception;
                    }
                },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            throw;
        }
    }
}

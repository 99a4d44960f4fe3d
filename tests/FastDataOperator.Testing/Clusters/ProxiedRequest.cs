namespace FastDataOperator.Testing.Clusters;

/// <summary>A request that a <see cref="RecordingProxy"/> saw, and how far it has come.</summary>
public sealed class ProxiedRequest
{
    private long _answerBytes;
    private int _status;

    internal ProxiedRequest(string method, string path, string query, ReadOnlyMemory<byte> body, DateTimeOffset at, CancellationToken gone)
    {
        var left = new TaskCompletionSource<ProxiedRequest>(TaskCreationOptions.RunContinuationsAsynchronously);
        gone.Register(() => left.TrySetResult(this));
        Left = left.Task;
        (Method, Path, Query, Body, At) = (method, path, query, body, at);
        Kind = KindOf(method, path, IsWatch);
    }

    public string Method { get; }

    public string Path { get; }

    /// <summary>With its question mark; empty where there is none.</summary>
    public string Query { get; }

    public ReadOnlyMemory<byte> Body { get; }

    public DateTimeOffset At { get; }

    /// <summary>What RBAC would call it: <c>list fastdataimports</c>, <c>watch secrets</c>, <c>patch fastdataimports/status</c>. For what is no API
    /// resource, the method and the last part of the path: <c>GET readyz</c>, <c>POST git-receive-pack</c>.</summary>
    public string Kind { get; }

    /// <summary>Completes when whoever asked has broken the connection off.</summary>
    public Task<ProxiedRequest> Left { get; }

    /// <summary>The status code that was answered; 0 while there is no answer.</summary>
    public int Status => Volatile.Read(ref _status);

    /// <summary>Bytes of the answer's body so far.</summary>
    public long AnswerBytes => Interlocked.Read(ref _answerBytes);

    internal bool IsWatch => Query.Contains("watch=true", StringComparison.OrdinalIgnoreCase) || Query.Contains("watch=1", StringComparison.Ordinal);

    public override string ToString() => $"{Method} {Path}{Query} -> {Status}, {Body.Length} bytes up, {AnswerBytes} bytes down";

    internal void Answer(int status) => Volatile.Write(ref _status, status);

    internal void Count(int bytes) => Interlocked.Add(ref _answerBytes, bytes);

    private static string KindOf(string method, string path, bool isWatch)
    {
        // /api/VERSION/… and /apis/GROUP/VERSION/…, then [namespaces/NAMESPACE/]RESOURCE[/NAME[/SUBRESOURCE]].
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var rest = parts switch
        {
            ["api", _, "namespaces", _, .. var inside] when inside.Length > 0 => inside,
            ["api", _, .. var inside] => inside,
            ["apis", _, _, "namespaces", _, .. var inside] when inside.Length > 0 => inside,
            ["apis", _, _, .. var inside] => inside,
            _ => [],
        };
        var verb = (method, rest.Length) switch
        {
            ("GET", 1) => isWatch ? "watch" : "list",
            ("GET", _) => "get",
            ("POST", _) => "create",
            ("PUT", _) => "update",
            ("DELETE", 1) => "deletecollection",
            _ => method.ToLowerInvariant(),
        };
        return rest switch
        {
            [] => $"{method} {parts.LastOrDefault()}",
            [var resource, _, .. var sub] when sub.Length > 0 => $"{verb} {resource}/{string.Join('/', sub)}",
            [var resource, ..] => $"{verb} {resource}",
        };
    }
}

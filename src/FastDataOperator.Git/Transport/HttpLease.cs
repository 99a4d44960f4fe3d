namespace FastDataOperator.Git.Transport;

/// <summary>A use of one route's connections: they stay open at least until it is disposed.</summary>
internal sealed class HttpLease(HttpMessageInvoker invoker, Action release) : IDisposable
{
    private Action? _release = release;

    /// <summary>Follows no redirect, knows no cookie, and answers no challenge of a server. Not to be disposed.</summary>
    public HttpMessageInvoker Invoker => invoker;

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}

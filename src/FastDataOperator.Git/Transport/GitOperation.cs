using FastDataOperator.Git.Protocol;

namespace FastDataOperator.Git.Transport;

/// <summary>One operation against one address: who asks, until when, how many bytes may still come, and what really went wrong
/// (the first failure is kept here, whatever comes of it on its way up).</summary>
internal sealed class GitOperation : IDisposable
{
    private readonly GitConnections _connections;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _linked;
    private readonly CancellationToken _caller;
    private readonly TimeSpan _time;
    private readonly long _budget;
    private readonly Func<ISmartService> _open;
    private ISmartService? _service;
    private long _received;
    private Exception? _callersOwn;

    private GitOperation(GitConnections connections, RepositoryAddress address, RemoteAccess access, TimeSpan time, CancellationToken caller)
    {
        Address = address;
        _time = time;
        _caller = caller;
        _connections = connections;
        _budget = connections.Limits.MaxFetchBytes;
        Sent = new SentSecrets(access.Proxy);
        ServerReport = new ServerReport(Sent);
        _deadline = new CancellationTokenSource(time, connections.TimeProvider);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, caller);
        _open = () => connections.Open(this, access.Credentials is GitCredentials.None ? access with { Credentials = address.Credentials } : access);
    }

    public RepositoryAddress Address { get; }

    /// <exception cref="GitException">The address is not allowed, or the credentials may not be sent to it.</exception>
    public ISmartService Service => _service ??= _open();

    /// <summary>Cancelled by the caller and by the deadline.</summary>
    public CancellationToken Cancellation => _linked.Token;

    /// <summary>The first failure of the transport, or null.</summary>
    public GitException? Failure { get; private set; }

    /// <inheritdoc cref="GitLimits.MaxFileBytes"/>
    public long MaxFileBytes => _connections.Limits.MaxFileBytes;

    public TimeProvider TimeProvider => _connections.TimeProvider;

    /// <summary>Whether the server may be asked to leave objects out: unless it could not shortly before.</summary>
    public bool MayFilter => _connections.MayFilter(Address);

    /// <summary>What no message shows.</summary>
    public SentSecrets Sent { get; }

    /// <summary>What the server says beside the status of a push.</summary>
    public ServerReport ServerReport { get; }

    /// <summary>Runs a body on a thread of its own, because it blocks, libgit2 above all, and would starve the pool, and turns whatever it throws into
    /// a <see cref="GitException"/> or, when the caller cancelled, an <see cref="OperationCanceledException"/>.</summary>
    public static Task<T> RunAsync<T>(
        GitConnections connections, GitAction action, RepositoryAddress address, RemoteAccess access, TimeSpan deadline,
        Func<GitOperation, T> body, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(
            () =>
            {
                using var operation = new GitOperation(connections, address, access, deadline, cancellationToken);
                return operation.Measure(action, body);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default);

    /// <summary>Counts what came in.</summary>
    /// <exception cref="GitException">More came than <see cref="GitLimits.MaxFetchBytes"/>.</exception>
    public void CountReceived(int bytes)
    {
        _received += bytes;
        if (_received > _budget)
        {
            throw Fail(GitFailure.TooLarge, false, $"sent more than {_budget} bytes, the limit of one operation; raise the limit or fetch a smaller repository.");
        }
    }

    /// <summary>Makes the failure and keeps the first one for <see cref="Run"/>.</summary>
    /// <param name="what">Continues the address: <c>does not answer.</c></param>
    public GitException Fail(GitFailure reason, bool isTransient, string what, TimeSpan? retryAfter = null)
    {
        var exception = new GitException(reason, isTransient, $"{Address.Display} {Sent.Hide(what)}") { RetryAfter = retryAfter };
        Failure ??= exception;
        return exception;
    }

    /// <summary>Remembers for all operations that nothing is left out of this repository.</summary>
    public void RememberNoFilter() => _connections.RememberNoFilter(Address);

    /// <summary>Forgets a failure that the body handled itself.</summary>
    public void ForgiveFailure() => Failure = null;

    /// <summary>Runs what the caller gave along: what that throws passes as it is.</summary>
    public void AskCaller(Action callersOwn)
    {
        try
        {
            callersOwn();
        }
        catch (Exception exception)
        {
            _callersOwn = exception;
            throw;
        }
    }

    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="GitException">The deadline passed.</exception>
    public void ThrowIfOver()
    {
        _caller.ThrowIfCancellationRequested();
        if (_deadline.IsCancellationRequested)
        {
            throw TimedOut();
        }
    }

    /// <summary>What an exception out of libgit2 or the transport really was.</summary>
    public Exception Explain(Exception exception)
    {
        if (_callersOwn is not null)
        {
            return _callersOwn;
        }

        if (_caller.IsCancellationRequested)
        {
            return new OperationCanceledException(_caller);
        }

        if (_deadline.IsCancellationRequested)
        {
            // One that was told already may say more: whether a push was under way.
            return exception is GitException { Reason: GitFailure.TimedOut } ? exception : TimedOut();
        }

        return Failure ?? exception switch
        {
            GitException known => known,
            _ when ServerReport.IsFatal => new GitException(GitFailure.ServerError, true, $"{Address.Display} gave up: {ServerReport.Words}"),
            LibGit2Sharp.LibGit2SharpException or FormatException => new GitException(
                GitFailure.ProtocolError, false, $"{Address.Display} sent what Git does not understand: {Sent.Hide(ServerWords.Clean(exception.Message))}"),
            IOException or UnauthorizedAccessException => new GitException(
                GitFailure.ScratchUnusable, true, $"The scratch directory could not be used for {Address.Display}: {ServerWords.Clean(exception.Message)}"),
            _ => new GitException(
                GitFailure.ProtocolError, false, $"{Address.Display} sent what could not be handled ({exception.GetType().Name})."),
        };
    }

    public void Dispose()
    {
        _service?.Dispose();
        _linked.Dispose();
        _deadline.Dispose();
    }

    private GitException TimedOut() =>
        new(GitFailure.TimedOut, true, $"{Address.Display} did not finish within {_time.TotalSeconds:0.###} s ({_received} bytes received).");

    private T Measure<T>(GitAction action, Func<GitOperation, T> body)
    {
        var start = _connections.TimeProvider.GetTimestamp();
        Exception? failure = null;
        try
        {
            return Run(body);
        }
        catch (Exception exception)
        {
            failure = exception;
            throw;
        }
        finally
        {
            _connections.Metrics.Record(action, _connections.TimeProvider.GetElapsedTime(start), _received, failure);
        }
    }

    private T Run<T>(Func<GitOperation, T> body)
    {
        try
        {
            ThrowIfOver();
            return body(this);
        }
#pragma warning disable CA1031 // the wall: nothing of the libraries below may pass, whatever a hostile server makes them throw
        catch (Exception exception)
#pragma warning restore CA1031
        {
            throw Explain(exception);
        }
    }
}

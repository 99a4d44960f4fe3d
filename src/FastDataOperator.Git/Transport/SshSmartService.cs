namespace FastDataOperator.Git.Transport;

/// <summary>The smart protocol over SSH, where a program on the other side stays for as long as it is spoken to: several commands of version 2 go to one,
/// and a request of version 0 to the one that advertised.</summary>
internal sealed class SshSmartService : ISmartService
{
    private readonly GitOperation _operation;
    private readonly SshStart _start;
    private readonly SshLocation _location;
    private readonly GitCredentials.SshKey? _key;
    private SshSession? _session;

    /// <summary>Why reading was refused before it began: the same answer to the next question, without another connection.</summary>
    private GitException? _refusal;

    /// <exception cref="GitException">These are no credentials for ssh, or there are none.</exception>
    public SshSmartService(GitOperation operation, SshStart start, SshLocation location, RemoteAccess access)
    {
        _operation = operation;
        _start = start;
        _location = location;
        _key = start.Key(operation, access);
    }

    public ISmartExchange Advertise(GitService service)
    {
        if (_refusal is not null && service == GitService.UploadPack)
        {
            throw _refusal;
        }

        if (_session is not { IsAdvertising: true } || _session.Service != service)
        {
            Open(service, protocolV2: false);
        }

        return new SshExchange(this, _session!, service.Announcement, SshResponseEnd.Flush);
    }

    public ISmartExchange Post(GitService service, bool protocolV2)
    {
        if (protocolV2)
        {
            if (_session is not { IsVersion2: true, IsIdle: true })
            {
                Open(service, protocolV2: true);
            }

            return _session!.IsVersion2
                ? new SshExchange(this, _session, default, SshResponseEnd.Flush)
                : throw _operation.Fail(GitFailure.ProtocolError, false, "speaks protocol version 0 only.");
        }

        if (_session is not { IsVersion2: false, IsIdle: true } || _session.Service != service)
        {
            // A second push: the program behind the first is gone, and what a new one advertises is known.
            Open(service, protocolV2: false);
            _session!.SkipAdvertisement();
        }

        return new SshExchange(this, _session!, default, SshResponseEnd.EndOfStream);
    }

    /// <summary>Ends a session in the middle, with whatever is still to come.</summary>
    public void Abandon(SshSession session)
    {
        if (_session == session)
        {
            _session = null;
        }

        session.Dispose();
    }

    public void Dispose()
    {
        _session?.Dispose();
        _session = null;
    }

    private void Open(GitService service, bool protocolV2)
    {
        Dispose();
        try
        {
            _session = _start.Open(_operation, _location, _key, service, protocolV2);
        }
        catch (GitException exception) when (service == GitService.UploadPack)
        {
            _refusal = exception;
            throw;
        }
    }
}

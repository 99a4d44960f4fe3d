using LibGit2Sharp;

namespace FastDataOperator.Git.Transport;

/// <summary>The one way out for libgit2: every exchange goes to the service of the operation on the calling thread. It is registered for a
/// scheme of our own, so libgit2 never sees an address, a credential, or its own transports.</summary>
internal sealed class OperationSubtransport : RpcSmartSubtransport
{
    /// <summary>The scheme it is registered for.</summary>
    public const string Scheme = "fastdata";

    /// <summary>The address that libgit2 is given, for every repository.</summary>
    public const string Url = Scheme + "://operation";

    protected override SmartSubtransportStream Action(string url, GitSmartSubtransportAction action)
    {
        var operation = GitOperation.Current;
#pragma warning disable CA2000 // the stream owns its exchange, and libgit2 frees the stream
        return action switch
        {
            GitSmartSubtransportAction.UploadPackList => new OperationStream(this, operation, new CannedExchange(operation.Advertisement)),
            GitSmartSubtransportAction.UploadPack => new OperationStream(this, operation, new ShallowExchange(operation)),
            _ => throw new NotSupportedException("libgit2 does not push here."),
        };
#pragma warning restore CA2000
    }
}

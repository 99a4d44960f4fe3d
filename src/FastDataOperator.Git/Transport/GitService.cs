namespace FastDataOperator.Git.Transport;

/// <summary>The two programs that serve a repository (gitprotocol-http(5)).</summary>
internal enum GitService
{
    UploadPack,
    ReceivePack,
}

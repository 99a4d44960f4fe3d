namespace FastDataOperator.Git.Transport;

/// <summary>A repository on this machine, served by the <c>git</c> program just as a web server would, so that hooks, refusals and words
/// are Git's own.</summary>
internal sealed class LocalSmartService(GitOperation operation, string path) : ISmartService
{
    public ISmartExchange Advertise(GitService service)
    {
        Check();
        return new LocalSmartExchange(operation, service, path, isAdvertisement: true, protocolV2: false);
    }

    public ISmartExchange Post(GitService service, bool protocolV2)
    {
        Check();
        return new LocalSmartExchange(operation, service, path, isAdvertisement: false, protocolV2);
    }

    public void Dispose()
    {
        // Each exchange has a program of its own.
    }

    private void Check()
    {
        if (Directory.Exists(path))
        {
            return;
        }

        throw File.Exists(path)
            ? operation.Fail(GitFailure.NotARepository, false, "is a file, not a Git repository.")
            : operation.Fail(GitFailure.RepositoryNotFound, false, "does not exist.");
    }
}

using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Protocol;

/// <summary>The references of one remote: asked for by their beginnings where the server speaks protocol version 2, else read off the whole list of version 0, once.</summary>
internal sealed class ReferenceListing(GitOperation operation)
{
    public const string Head = "HEAD";

    /// <summary>More than there can be of what is asked for by its exact name, so that a whole answer is read, and no endless one.</summary>
    public const int MaxExact = 16;

    private int _others;

    /// <summary>The advertisement of a server that speaks version 0 only; null where version 2 answered.</summary>
    public ReferenceAdvertisement? Advertisement { get; private set; }

    /// <summary>What is kept of version 0's list however long that is.</summary>
    public string? Wanted { get; set; }

    /// <summary>How many tags are kept of version 0's list, beside those that are kept of everything.</summary>
    public int WantedTags { get; init; }

    public List<RemoteReference> List(ReadOnlySpan<string> prefixes, Predicate<string> keep, int maxCount = MaxExact)
    {
        if (Advertisement is null)
        {
            try
            {
                return LsRefs.List(operation, prefixes, unborn: false, keep, maxCount);
            }
            catch (GitException exception) when (IsOfProtocol(exception))
            {
                // No version 2 here, or no Git at all: version 0 answers, or says what is wrong.
                operation.ForgiveFailure();
                ReadAdvertisement();
            }
        }

        var found = new List<RemoteReference>();
        foreach (var reference in Advertisement!.References)
        {
            if (found.Count < maxCount && keep(reference.Name))
            {
                found.Add(reference);
            }
        }

        return found;
    }

    /// <summary>Asks in version 0, which counts from now on.</summary>
    public ReferenceAdvertisement ReadAdvertisement() =>
        Advertisement = ReferenceAdvertisement.Read(operation, GitService.UploadPack, IsListed, (2 * TipResult.MaxBranches) + WantedTags);

    public static bool IsOfProtocol(GitException exception) =>
        exception.Reason is GitFailure.ProtocolError or GitFailure.RepositoryNotFound
        || (exception is { Reason: GitFailure.ServerError, IsTransient: false });

    /// <summary>Of version 0's full list: what is asked for, and enough of the rest to name the branches.</summary>
    private bool IsListed(string name) =>
        name == Head || name == Wanted
        || (WantedTags > 0 && name.StartsWith(TagName.Prefix, StringComparison.Ordinal))
        || (name.StartsWith("refs/", StringComparison.Ordinal) && _others++ < TipResult.MaxBranches);
}

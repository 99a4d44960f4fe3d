using System.Diagnostics;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Protocol;

/// <summary>Finds what a reference names.</summary>
internal static class ReferenceQuery
{
    /// <returns>What was found, and the advertisement of a server that speaks version 0 only.</returns>
    public static (TipResult Result, ReferenceAdvertisement? Advertisement) Find(GitOperation operation, GitReference reference)
    {
        switch (reference)
        {
            case GitReference.Commit commit:
                return (new TipResult.Pinned(commit.Id), null);
            case GitReference.Tag or GitReference.SemVer:
                var tags = new TagQuery(operation);
                var tagged = reference is GitReference.Tag tag ? tags.Find(tag.Name) : tags.Find(((GitReference.SemVer)reference).Range);
                return (tagged, tags.Advertisement);
            case GitReference.Branch or GitReference.DefaultBranch:
                var branches = new TipQuery(operation);
                return (branches.Find((reference as GitReference.Branch)?.Name), branches.Advertisement);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>The advertisement of a server that speaks version 0 only, where nothing had to be looked for.</summary>
    public static ReferenceAdvertisement? FindAdvertisement(GitOperation operation)
    {
        var listing = new ReferenceListing(operation);
        listing.List([ReferenceListing.Head], static name => name == ReferenceListing.Head);
        return listing.Advertisement;
    }
}

using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Protocol;

/// <summary>Finds a tag, by its name or by the version that it names.</summary>
internal sealed class TagQuery(GitOperation operation)
{
    /// <summary>Of how many tags the highest version is looked for.</summary>
    private const int MostTags = 10_000;

    private readonly ReferenceListing _listing = new(operation) { WantedTags = MostTags + 1 };

    /// <inheritdoc cref="ReferenceListing.Advertisement"/>
    public ReferenceAdvertisement? Advertisement => _listing.Advertisement;

    public TipResult Find(TagName tag)
    {
        _listing.Wanted = tag.ReferenceName;
        var found = _listing.List([tag.ReferenceName], name => name == tag.ReferenceName);
        return found is [var reference] ? Tagged(tag, reference) : new TipResult.TagMissing(tag.Value, Names(Tags(TipResult.MaxBranches)));
    }

    /// <exception cref="GitException">There are too many tags to choose from.</exception>
    public TipResult Find(VersionRange range)
    {
        var tags = Tags(MostTags + 1);
        if (tags.Count > MostTags)
        {
            throw operation.Fail(
                GitFailure.TooLarge, false, $"has more than {MostTags} tags, from which no version is chosen. Name the tag itself, or delete old ones.");
        }

        var byName = new Dictionary<TagName, RemoteReference>();
        foreach (var reference in tags)
        {
            if (TagName.TryParse(reference.Name, out var name))
            {
                byName.TryAdd(name, reference);
            }
        }

        return range.Newest(byName.Keys) is { } newest ? Tagged(newest, byName[newest]) : new TipResult.TagMissing(range.Text, Names(tags));
    }

    private List<RemoteReference> Tags(int most) => _listing.List([TagName.Prefix], static name => name.StartsWith(TagName.Prefix, StringComparison.Ordinal), most);

    private static List<string> Names(List<RemoteReference> tags) =>
        [.. tags.Take(TipResult.MaxBranches).Select(static reference => ServerWords.Clean(reference.Name[TagName.Prefix.Length..]))];

    private TipResult.Tagged Tagged(TagName tag, RemoteReference reference)
    {
        var id = reference.Id ?? throw operation.Fail(GitFailure.ProtocolError, false, $"names the tag {tag} and nothing that it points to.");
        return reference.Peeled is { } commit ? new TipResult.Tagged(tag, commit, id) : new TipResult.Tagged(tag, id, null);
    }
}

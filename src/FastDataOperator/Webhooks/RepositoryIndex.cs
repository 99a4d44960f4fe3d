using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Informers;

namespace FastDataOperator.Webhooks;

/// <summary>Which imports name a repository, kept up with every change of an object. Safe for threads.</summary>
internal sealed class RepositoryIndex
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, HashSet<ObjectKey>> _imports = new(StringComparer.Ordinal);

    public void Take(ObjectChange<ImportObject> change)
    {
        var (beforeUrls, afterUrls) = (UrlsOf(change.Before), UrlsOf(change.After));
        if (beforeUrls == afterUrls)
        {
            return;
        }

        var (before, after) = (NamesOf(beforeUrls), NamesOf(afterUrls));
        lock (_gate)
        {
            foreach (var name in before)
            {
                if (_imports.TryGetValue(name, out var keys) && keys.Remove(change.Key) && keys.Count == 0)
                {
                    _imports.Remove(name);
                }
            }

            foreach (var name in after)
            {
                if (!_imports.TryGetValue(name, out var keys))
                {
                    _imports.Add(name, keys = []);
                }

                keys.Add(change.Key);
            }
        }
    }

    /// <summary>Those whose source or destination has one of the names.</summary>
    public IReadOnlySet<ObjectKey> Of(IEnumerable<string> names)
    {
        var found = new HashSet<ObjectKey>();
        lock (_gate)
        {
            foreach (var name in names)
            {
                if (_imports.TryGetValue(name, out var keys))
                {
                    found.UnionWith(keys);
                }
            }
        }

        return found;
    }

    private static (string? Source, string? Destination) UrlsOf(ImportObject? import) =>
        import?.Import is { Spec: var spec } ? (spec.Source.Repository.Url, spec.Destination.Repository.Url) : default;

    private static HashSet<string> NamesOf((string? Source, string? Destination) urls)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var url in (ReadOnlySpan<string?>)[urls.Source, urls.Destination])
        {
            if (url is not null && RepositoryNames.Of(url) is { } name)
            {
                names.Add(name);
                if (RepositoryNames.Any(name) is { } other)
                {
                    names.Add(other);
                }
            }
        }

        return names;
    }
}

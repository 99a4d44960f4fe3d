namespace FastDataOperator.Webhooks;

/// <summary>The repositories that a payload names, as <see cref="RepositoryNames"/> writes them.</summary>
internal static class PushedNames
{
    public static IReadOnlySet<string> Of(PayloadReader payload)
    {
        var names = payload.Of(PayloadField.Name).ToHashSet(StringComparer.Ordinal);
        names.UnionWith(payload.Of(PayloadField.Address).Select(RepositoryNames.Of).OfType<string>());
        if (names.Count == 0 && payload.Of(PayloadField.Project).FirstOrDefault() is { } project && payload.Of(PayloadField.Slug).FirstOrDefault() is { } slug)
        {
            names.Add(RepositoryNames.OnAnyHost(project, slug));
        }

        return names;
    }
}

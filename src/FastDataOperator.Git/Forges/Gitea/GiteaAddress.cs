namespace FastDataOperator.Git.Forges.Gitea;

/// <summary>Where the API of a Gitea or Forgejo is: below <c>/api/v1</c>, and below the path that the whole instance lives at, if any.</summary>
internal static class GiteaAddress
{
    public static (ForgeAddress? Address, string? Problem) Find(RepositoryAddress repository, ForgeUrl url) =>
        url.Segments.Count < 2 || !url.HasPlainSegments
            ? (null, $"{repository.Display} is no repository's address on Gitea or Forgejo: write https://host/owner/repository")
            : (new ForgeAddress(
                ForgeProvider.Gitea, repository, url.At(url.Segments), new Uri(url.At([.. url.Segments.SkipLast(2), "api", "v1"]).AbsoluteUri + "/"),
                [.. url.Segments.TakeLast(2)]), null);
}

using System.Text.Json;

namespace FastDataOperator.Testing.Forges.OpenApi;

/// <summary>Where the published descriptions are. They are other people's files and no part of this project: GitHub's is fetched from npm into the user's cache by <c>./test</c>, the others
/// lie in <c>shared/openapi</c> beside a directory above this one. <c>FASTDATA_OPENAPI</c> names another directory that has them.</summary>
public static class ApiDescriptions
{
    public const string Forgejo = "forgejo-v1.json";
    public const string GitHub = "api.github.com.json";
    public const string AzureDevOps = "azure-devops-git-7.1.json";
    public const string Bitbucket = "bitbucket-datacenter-10.0.json";

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Lazy<ApiDescription?>> s_known = new(StringComparer.Ordinal);

    /// <returns><see langword="null"/> where it cannot be had: nothing is checked against it then.</returns>
    public static ApiDescription? Find(string fileName) =>
        s_known.GetOrAdd(fileName, static name => new Lazy<ApiDescription?>(() => Load(name))).Value;

    private static ApiDescription? Load(string fileName)
    {
        var path = Places().Select(place => Path.Combine(place, fileName)).FirstOrDefault(File.Exists);
        if (path is null)
        {
            return null;
        }

#pragma warning disable CA2000 // lives as long as the tests
        using var file = File.OpenRead(path);
        return new ApiDescription(JsonDocument.Parse(file).RootElement);
#pragma warning restore CA2000
    }

    private static IEnumerable<string> Places()
    {
        if (Environment.GetEnvironmentVariable("FASTDATA_OPENAPI") is { Length: > 0 } named)
        {
            yield return named;
        }

        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } own
            ? own
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        yield return Path.Combine(cache, "fastdata-operator", "openapi");

        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            yield return Path.Combine(directory.FullName, "shared", "openapi");
        }
    }
}

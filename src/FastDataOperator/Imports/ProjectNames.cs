using FastDataOperator.Git;

namespace FastDataOperator.Imports;

/// <summary>What a project is called where nobody says so.</summary>
internal static class ProjectNames
{
    /// <summary>The repository's path without <c>.git</c>, such as <c>core/config</c>; of a local one the last folder alone, because the
    /// rest of such a path is the machine's business.</summary>
    public static string Of(RepositoryAddress address)
    {
        if (address.IsLocal || !Uri.TryCreate(address.Display, UriKind.Absolute, out var url))
        {
            return address.ProjectName;
        }

        var path = Uri.UnescapeDataString(url.AbsolutePath).Trim('/');
        path = path.EndsWith(".git", StringComparison.Ordinal) ? path[..^".git".Length].TrimEnd('/') : path;
        return path.Length == 0 ? address.ProjectName : path;
    }

    /// <summary>A file's name without its folder and its ending.</summary>
    public static string Of(string file) => Path.GetFileNameWithoutExtension(file) is { Length: > 0 } stem && file != "-" ? stem : "stdin";
}

namespace FastDataOperator.Git.Objects;

/// <summary>Which paths may name a file of a repository.</summary>
internal static class RepositoryPath
{
    private const int MaxLength = 4096;

    /// <summary>What is wrong with a path, or null.</summary>
    public static string? Problem(string path)
    {
        if (path.Length is 0 or > MaxLength)
        {
            return path.Length == 0 ? "the path is empty" : $"the path is longer than {MaxLength} characters";
        }

        foreach (var character in path)
        {
            if (char.IsControl(character))
            {
                return "the path holds a control character";
            }
        }

        if (path.Contains('\\', StringComparison.Ordinal))
        {
            return "the path holds a backslash; segments are separated by /";
        }

        if (path[0] == '/')
        {
            return "the path is absolute; write it from the repository's root, without a slash before it";
        }

        foreach (var range in path.AsSpan().Split('/'))
        {
            var segment = path.AsSpan()[range];
            if (segment.IsEmpty)
            {
                return "the path holds an empty segment";
            }

            if (segment is "." or "..")
            {
                return "the path holds a . or .. segment";
            }

            if (segment.Equals(".git", StringComparison.OrdinalIgnoreCase))
            {
                return "the path leads into .git";
            }
        }

        return null;
    }
}

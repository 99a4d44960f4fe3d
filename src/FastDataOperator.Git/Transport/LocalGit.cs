using System.Diagnostics;

namespace FastDataOperator.Git.Transport;

/// <summary>How the <c>git</c> program is started: no shell, no terminal, none of the variables that tie it to a repository.</summary>
internal static class LocalGit
{
    /// <summary><c>git rev-parse --local-env-vars</c>: set when we run inside a hook, and meant for that repository only.</summary>
    private static readonly string[] RepositoryVariables =
    [
        "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CONFIG", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT", "GIT_OBJECT_DIRECTORY", "GIT_DIR",
        "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_GRAFT_FILE", "GIT_INDEX_FILE", "GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE",
        "GIT_PREFIX", "GIT_SHALLOW_FILE", "GIT_COMMON_DIR", "GIT_QUARANTINE_PATH", "GIT_PROTOCOL",
    ];

    /// <param name="keepConfiguration">Whether settings in the environment (<c>GIT_CONFIG_COUNT</c>…) count: not for another repository, as in Git itself.</param>
    public static ProcessStartInfo StartInfo(bool keepConfiguration, params ReadOnlySpan<string> arguments)
    {
        var start = ChildProgram.StartInfo("git");
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var variable in RepositoryVariables)
        {
            if (!(keepConfiguration && variable.StartsWith("GIT_CONFIG", StringComparison.Ordinal)))
            {
                start.Environment.Remove(variable);
            }
        }

        start.Environment["GIT_TERMINAL_PROMPT"] = "0";

        // Git's own words in English, without touching the character set that hooks see.
        start.Environment["LANGUAGE"] = "en";
        return start;
    }

    /// <summary>Reads to the end and keeps the first bytes.</summary>
    public static async Task<byte[]> ReadBoundedAsync(Stream stream, int maxBytes)
    {
        var kept = new byte[maxBytes];
        var overflow = new byte[512];
        var length = 0;
        try
        {
            while (await stream.ReadAsync(length < maxBytes ? kept.AsMemory(length) : overflow) is > 0 and var count)
            {
                length = Math.Min(maxBytes, length + count);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The process was killed or let go: what was read until then is what it said.
        }

        return kept[..length];
    }
}

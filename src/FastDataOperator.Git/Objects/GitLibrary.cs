using LibGit2Sharp;

namespace FastDataOperator.Git.Objects;

/// <summary>What is set once in a process for libgit2.</summary>
internal static class GitLibrary
{
    private static readonly Lock Gate = new();
    private static bool s_isReady;

    public static void Prepare()
    {
        lock (Gate)
        {
            if (s_isReady)
            {
                return;
            }

            // Scratch repositories are ours and private: no setting of the machine, the user or a parent process belongs in them.
            foreach (var level in (ReadOnlySpan<ConfigurationLevel>)[ConfigurationLevel.Global, ConfigurationLevel.Xdg, ConfigurationLevel.System, ConfigurationLevel.ProgramData])
            {
                GlobalSettings.SetConfigSearchPaths(level, []);
            }

            GlobalSettings.SetOwnerValidation(false);

            // Every object was hashed when it was fetched, into a directory that nobody else can write.
            GlobalSettings.SetStrictHashVerification(false);

            // A commit's tree may name objects that only the remote has.
            GlobalSettings.SetEnableStrictObjectCreation(false);
            s_isReady = true;
        }
    }
}

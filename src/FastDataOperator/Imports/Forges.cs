using FastDataOperator.Git;

namespace FastDataOperator.Imports;

internal static class Forges
{
    public static OpenForge Of(GitClient git) => (_, repository, _, _) => throw new GitException(GitFailure.NotAllowed, false, $"{repository.Display}: no forge can be asked yet ({git})");
}

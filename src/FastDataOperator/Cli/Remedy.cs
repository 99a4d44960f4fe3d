using FastDataOperator.Git;

namespace FastDataOperator.Cli;

/// <summary>What a person at a terminal can do about what the outside did, where its message does not say so.</summary>
internal static class Remedy
{
    /// <summary>Of an import, which names its Secrets.</summary>
    public static string? OfImport(GitFailure reason, bool isTransient) =>
        reason == GitFailure.AuthenticationFailed ? "name a Secret with credentials that this server takes in repository.secretRef" : Of(reason, isTransient);

    public static string? Of(GitFailure reason, bool isTransient) => reason switch
    {
        GitFailure.ScratchUnusable => "make room there, or name a folder that can be written to in TMPDIR",
        GitFailure.ConnectionFailed => "check the address; if it is right it may pass: try again",
        _ => isTransient ? "it may pass: try again" : null,
    };
}

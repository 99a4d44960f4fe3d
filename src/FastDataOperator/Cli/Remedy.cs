using FastDataOperator.Git;

namespace FastDataOperator.Cli;

/// <summary>What a person at a terminal can do about what the outside did, where its message does not say so.</summary>
internal static class Remedy
{
    public static string? Of(GitFailure reason, bool isTransient) => reason switch
    {
        GitFailure.AuthenticationFailed => "give the Secret that repository.secretRef names with another -f, with credentials that this server takes; without a secretRef Git's credential helper is asked",
        GitFailure.ConnectionFailed => "check the address; if it is right it may pass: try again",
        _ => isTransient ? "it may pass: try again" : null,
    };
}

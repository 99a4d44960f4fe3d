using FastDataOperator.Git.Forges;
using FastDataOperator.Imports;

namespace FastDataOperator.Cli;

/// <summary>What a person at a terminal is told of an import's pull request: what happened, where it is, what to do next.</summary>
internal static class PullRequestWording
{
    /// <summary>A line each.</summary>
    public static IEnumerable<string> Lines(PullRequestReport report)
    {
        var which = report.Request is { } request ? $"pull request {request.Number}" : "a pull request";
        var url = report.Request?.Url ?? "";
        var line = report.Fate switch
        {
            PullRequestFate.Opened => $"Opened {which}: {url}. Review and merge it there; closing it refuses the change.",
            PullRequestFate.Updated => $"Updated {which}: {url}. Review and merge it there; closing it refuses the change.",
            PullRequestFate.Current => $"The {which} proposes just this: {url}. Review and merge it there; closing it refuses the change.",
            PullRequestFate.Merged => $"The {which} was merged: {url}.",
            PullRequestFate.Withdrawn => $"Closed {which}, because there is nothing to propose any more: {url}.",
            PullRequestFate.WouldOpen => $"An import opens a pull request from {report.Head}.",
            PullRequestFate.WouldUpdate => $"An import updates {which}: {url}.",
            PullRequestFate.WouldWithdraw => $"An import closes {which}, because there is nothing to propose any more: {url}.",
            PullRequestFate.Declined => $"The {which} was closed without merging: just this change is not proposed again, unless with --update.",
            PullRequestFate.HasOtherCommits => $"The branch {report.Head} holds a commit that this import did not make{(report.Commit is { } tip ? $", {tip.Value[..7]}" : "")}: an import leaves it alone.",
            _ => null,
        };
        var notes = report.Notes.Select(static note => $"note: {note}");
        return line is null ? notes : notes.Prepend(line);
    }

    /// <summary>Why an import that has something to propose cannot, or why that is not known; <see langword="null"/> where it can.</summary>
    public static (string Reason, string Message, string? Remedy)? Failure(PullRequestReport report)
    {
        var url = report.Request?.Url;
        return report.Fate switch
        {
            PullRequestFate.Declined => (
                "PullRequestDeclined", $"the pull request {url} was closed without merging, and the change is still the same: it is not proposed again",
                "nothing was written; change what is imported, or give --update to open a new one"),
            PullRequestFate.HasOtherCommits => (
                "BranchHasOtherCommits", string.Join("; ", report.Notes),
                $"nothing was written; {(report.Request is { State: PullRequestState.Open } ? $"merge the pull request {url}, or " : "")}take that commit off the branch, or delete the branch"),
            PullRequestFate.Unknown when report.Failure is { } failure => (
                failure.Reason.ToString(), $"the pull request could not be looked at: {failure.Message}", Remedy.OfImport(failure.Reason, failure.IsTransient)),
            _ => null,
        };
    }
}

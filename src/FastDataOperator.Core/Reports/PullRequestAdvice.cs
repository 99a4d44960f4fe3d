using System.Diagnostics;

namespace FastDataOperator.Core.Reports;

/// <summary>What a pull request tells its reader to do, in our own words and the reader's commands.</summary>
internal static class PullRequestAdvice
{
    /// <summary>Any that names an import: 253 characters of name, 63 of namespace.</summary>
    private const int LongestCommand = 400;

    /// <summary>What is unusual, with a blank line at its end; empty where nothing is.</summary>
    public static string Notice(PullRequestContext context, int most) => context.Notice switch
    {
        null => "",
        PullRequestNotice.ForeignCommits foreign =>
            $"> **Somebody else's commit {MarkdownText.Code(foreign.Commit, 64)} is on {MarkdownText.Code(context.HeadBranch, most)}, and the import leaves this branch alone.** "
            + "What is below is what it would write. Merge the branch as it is, or take that commit away, or delete the branch: then the import goes on.\n\n",
        PullRequestNotice.NoLongerNeeded => "> **Closed: this change is no longer needed.** The destination has all that the import brings, or nothing asks for it any more.\n\n",
        PullRequestNotice.Superseded { Where: { } where } => $"> **Closed: this change is proposed in {MarkdownText.Code(where, most)} instead.**\n\n",
        PullRequestNotice.Superseded => "> **Closed: this change is proposed elsewhere instead.**\n\n",
        _ => throw new UnreachableException(),
    };

    /// <summary>How to stop, pause and refresh it, with a blank line's first half at its end.</summary>
    public static string HowTo(PullRequestContext context, int most) =>
        $"""
        #### What you can do

        - **Merge** it: the import follows its source from there.
        - **Close** it if you do not want it: the same content is not proposed again until it changes or somebody asks.
        - **Ask** for a new look: {(context.IsInCluster ? Command(context, "reconcile") : "run `fastdata import --update` again")}.
        - **Pause** it: {(context.IsInCluster ? $"{Command(context, "suspend")}, or " : "")}`spec.suspend: true` in the manifest.
        - **Commit** to {MarkdownText.Code(context.HeadBranch, most)} only to take over: from then on the import leaves that branch alone. Without commits of others it is written anew with every change of the plan.

        """;

    /// <summary>Where all is that did not fit, with a blank line at its end.</summary>
    public static string WholePlan(PullRequestContext context) =>
        $"The whole plan: {(context.IsInCluster ? Command(context, "plan", " -o json") : "`fastdata plan --output json`")}.\n\n";

    private static string Command(PullRequestContext context, string verb, string options = "")
    {
        var named = context.Import.Split('/', 2) is [var space, var name] ? $"{name} -n {space}" : context.Import;
        return MarkdownText.Code($"kubectl fastdata {verb} {named}{options}", LongestCommand);
    }
}

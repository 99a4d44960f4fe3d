using System.Text;
using FastDataOperator.Core.Imports;

namespace FastDataOperator.Core.Reports;

/// <summary>What a program reads from an import's commit (G4), as Git trailers (git-interpret-trailers(1)).</summary>
public static class CommitTrailers
{
    public const string Import = "FastData-Import";
    public const string SourceProject = "FastData-Source-Project";
    public const string SourceUrl = "FastData-Source-Url";
    public const string SourceBranch = "FastData-Source-Branch";
    public const string SourceCommit = "FastData-Source-Commit";
    public const string Plan = "FastData-Plan";

    /// <summary>What begins each of them.</summary>
    internal const string Prefix = "FastData-";

    /// <summary>A line each; those about a source outside Git, and about the source of a removal, are left out.</summary>
    internal static string Of(ImportPlan plan)
    {
        var text = new StringBuilder();
        Add(text, Import, PlainText.Name(plan.Request.Name, 400));
        Add(text, SourceProject, plan.Origin is { } origin ? PlainText.Name(origin.Project, 400) : null);
        Add(text, SourceUrl, plan.Origin?.Repository is { } url ? PlainText.Line(url, 2000) : null);
        Add(text, SourceBranch, plan.Origin?.Branch is { } branch ? PlainText.Name(branch, 1000) : null);
        Add(text, SourceCommit, plan.Origin?.Commit is { } commit ? PlainText.Name(commit, 64) : null);
        Add(text, Plan, plan.Digest);
        return text.ToString();
    }

    private static void Add(StringBuilder text, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            text.Append(name).Append(": ").Append(value).Append('\n');
        }
    }
}

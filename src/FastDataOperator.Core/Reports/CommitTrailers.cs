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
    public const string SourceTag = "FastData-Source-Tag";
    public const string SourceCommit = "FastData-Source-Commit";
    public const string Plan = "FastData-Plan";

    /// <summary>What begins each of them.</summary>
    internal const string Prefix = "FastData-";

    /// <summary>The value of a trailer in the last paragraph of a message; the last one's where there are several.</summary>
    /// <returns><see langword="null"/> where there is none.</returns>
    public static string? Read(string message, string name)
    {
        var text = message.AsSpan().TrimEnd();
        var paragraph = text.LastIndexOf("\n\n") is var start and >= 0 ? text[(start + 2)..] : [];
        string? value = null;
        foreach (var range in paragraph.Split('\n'))
        {
            var line = paragraph[range];
            if (line.StartsWith(name) && line[name.Length..].StartsWith(": "))
            {
                value = line[(name.Length + 2)..].Trim().ToString();
            }
        }

        return value;
    }

    /// <summary>Whether a message says that an import made its commit.</summary>
    /// <param name="import">As <c>namespace/name</c>.</param>
    public static bool Names(string message, string import) => Read(message, Import) == ImportValue(import);

    /// <summary>A line each; those about a source outside Git, and about the source of a removal, are left out.</summary>
    internal static string Of(ImportPlan plan)
    {
        var text = new StringBuilder();
        Add(text, Import, ImportValue(plan.Request.Name));
        Add(text, SourceProject, plan.Origin is { } origin ? PlainText.Name(origin.Project, 400) : null);
        Add(text, SourceUrl, plan.Origin?.Repository is { } url ? PlainText.Line(url, 2000) : null);
        Add(text, plan.Origin?.IsTag == true ? SourceTag : SourceBranch, plan.Origin?.Branch is { } branch ? PlainText.Name(branch, 1000) : null);
        Add(text, SourceCommit, plan.Origin?.Commit is { } commit ? PlainText.Name(commit, 64) : null);
        Add(text, Plan, plan.Digest);
        return text.ToString();
    }

    private static string ImportValue(string import) => PlainText.Name(import, 400);

    private static void Add(StringBuilder text, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            text.Append(name).Append(": ").Append(value).Append('\n');
        }
    }
}

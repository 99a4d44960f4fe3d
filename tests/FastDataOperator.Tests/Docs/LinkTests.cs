using System.Text.RegularExpressions;

namespace FastDataOperator.Tests.Docs;

/// <summary>Links between the pages of this project lead to files and headings that exist.</summary>
public sealed partial class LinkTests
{
    private static readonly string[] s_folders = ["docs", "samples", "benchmarks", "charts", "tests"];

    public static TheoryData<string> Pages =>
    [
        .. Directory.EnumerateFiles(ProjectRoot.Path, "*.md")
            .Concat(s_folders.SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(ProjectRoot.Path, folder), "*.md", SearchOption.AllDirectories)))
            .Select(static file => Path.GetRelativePath(ProjectRoot.Path, file))
            .Where(static file => !file.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_OfAPage_LeadSomewhere(string page)
    {
        var file = Path.Combine(ProjectRoot.Path, page);

        var dead = Link().Matches(File.ReadAllText(file)).Select(static link => link.Groups[1].Value)
            .Where(static target => !target.Contains(':', StringComparison.Ordinal))
            .Where(target => !LeadsSomewhere(file, target));

        Assert.Equal("", string.Join(' ', dead));
    }

    private static bool LeadsSomewhere(string page, string target)
    {
        var parts = target.Split('#', 2);
        var file = parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, parts[0]));
        return parts.Length == 1 ? Path.Exists(file) : File.Exists(file) && File.ReadLines(file).Where(static line => line.StartsWith('#')).Select(Anchor).Contains(parts[1]);
    }

    /// <summary>As GitHub makes it of a heading.</summary>
    private static string Anchor(string heading) =>
        NotInAnchors().Replace(heading.TrimStart('#').Trim(), "").ToLowerInvariant().Replace(' ', '-');

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}

using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Reports;
using FastDataOperator.Git;

namespace FastDataOperator.Imports;

/// <summary>Whether two ways of writing it mean one repository or one file: a project cannot be imported into itself.</summary>
internal static class SamePlace
{
    private const string Suffix = ".git";

    /// <summary>Whether both are one repository. The ending <c>.git</c>, and for a local one symbolic links at its end, count for nothing.</summary>
    public static bool IsSame(RepositoryAddress left, RepositoryAddress right) =>
        left.IsLocal == right.IsLocal && string.Equals(Normal(left), Normal(right), StringComparison.Ordinal);

    /// <summary>Whether both paths name one file, by way of symbolic links or not.</summary>
    public static bool IsSame(string left, string right) => string.Equals(Resolve(left), Resolve(right), StringComparison.Ordinal);

    /// <summary>What to say where source and destination are one.</summary>
    public static ImportRefusedException Refusal(string problem, string where) => new(new Finding
    {
        Reason = Reason.InvalidValue,
        Rule = "manifest",
        Message = $"{problem}: {PlainText.Line(where, 400)}",
        Remedy = "name another repository, branch or path as one of them",
    });

    private static string Normal(RepositoryAddress address)
    {
        var text = address.IsLocal ? Resolve(address.Display) : address.Display;
        text = text.EndsWith(Suffix, StringComparison.Ordinal) ? text[..^Suffix.Length] : text;
        return text.TrimEnd('/');
    }

    private static string Resolve(string path)
    {
        try
        {
            var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            FileSystemInfo info = Directory.Exists(full) ? new DirectoryInfo(full) : new FileInfo(full);
            return info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Reading it says what is wrong with it.
            return path;
        }
    }
}

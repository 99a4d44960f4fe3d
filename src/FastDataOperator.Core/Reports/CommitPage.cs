using System.Text.RegularExpressions;

namespace FastDataOperator.Core.Reports;

/// <summary>The page on which a forge shows a commit, for repositories whose address tells what forge it is.</summary>
internal static partial class CommitPage
{
    /// <returns><see langword="null"/> where the address is not https, not plain, or of no forge that is known by its name.</returns>
    public static string? Of(string? repository, string commit)
    {
        if (repository is not { Length: < 300 } || !Hexadecimal().IsMatch(commit))
        {
            return null;
        }

        repository = repository.EndsWith(".git", StringComparison.Ordinal) ? repository[..^4] : repository;
        if (Azure().Match(repository) is { Success: true } azure)
        {
            return $"{azure.Groups["page"].Value}/commit/{commit}";
        }

        if (Bitbucket().Match(repository) is { Success: true } bitbucket)
        {
            return $"{bitbucket.Groups["host"].Value}/projects/{bitbucket.Groups["project"].Value}/repos/{bitbucket.Groups["name"].Value}/commits/{commit}";
        }

        return Named().Match(repository) is { Success: true } named
            ? $"{named.Groups["page"].Value}{(named.Groups["forge"].Value == "gitlab" ? "/-" : "")}/commit/{commit}"
            : null;
    }

    [GeneratedRegex(@"^(?:[0-9a-f]{40}|[0-9a-f]{64})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Hexadecimal();

    /// <summary>Names as forges allow them: nothing that Markdown would end a link at, no user, no port but a number, no query.</summary>
    [GeneratedRegex(@"^(?<page>https://(?:(?<forge>gitlab|github|gitea|forgejo)(?:\.[a-z0-9-]+)+|(?<forge>codeberg)\.org)(?::[0-9]{1,5})?(?:/[A-Za-z0-9][A-Za-z0-9._-]*){2,20})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    [GeneratedRegex(@"^(?<page>https://dev\.azure\.com(?:/[A-Za-z0-9][A-Za-z0-9._-]*){2}/_git/[A-Za-z0-9][A-Za-z0-9._-]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Azure();

    [GeneratedRegex(@"^(?<host>https://bitbucket(?:\.[a-z0-9-]+)+(?::[0-9]{1,5})?)/scm/(?<project>~?[A-Za-z0-9][A-Za-z0-9_-]*)/(?<name>[A-Za-z0-9][A-Za-z0-9._-]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Bitbucket();
}

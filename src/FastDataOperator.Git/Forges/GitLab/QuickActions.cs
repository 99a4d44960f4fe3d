using System.Text.RegularExpressions;

namespace FastDataOperator.Git.Forges.GitLab;

/// <summary>Lines of a description that GitLab would obey (docs.gitlab.com/user/project/quick_actions): <c>/merge</c>, <c>/assign @somebody</c>, with the rights of the token.</summary>
internal static partial class QuickActions
{
    /// <summary>The same text for a reader, with nothing in it to obey.</summary>
    public static string Disarm(string description) => LineThatBeginsWithASlash().Replace(description, @"\/");

    [GeneratedRegex(@"(?<=^|[\r\n])/", RegexOptions.CultureInvariant)]
    private static partial Regex LineThatBeginsWithASlash();
}

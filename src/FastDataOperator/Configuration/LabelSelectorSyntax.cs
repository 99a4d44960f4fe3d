using System.Text.RegularExpressions;
using FastDataOperator.Manifests;

namespace FastDataOperator.Configuration;

/// <summary>Label selectors as <c>kubectl -l</c> takes them. The API server is the judge of them; this finds a slip before anything starts.</summary>
internal static partial class LabelSelectorSyntax
{
    /// <summary>What is wrong, or <see langword="null"/>.</summary>
    public static string? FaultOf(string selector)
    {
        foreach (var requirement in Requirements(selector))
        {
            var match = Requirement().Match(requirement);
            if (!match.Success)
            {
                return $"{Quoted.Name(requirement)} is no requirement";
            }

            if (KeyFault(match.Groups["key"].Value) is { } fault)
            {
                return fault;
            }

            var values = match.Groups["value"].Success ? [match.Groups["value"].Value] : match.Groups["set"].Success ? match.Groups["set"].Value.Split(',', StringSplitOptions.TrimEntries) : Array.Empty<string>();
            if (values.FirstOrDefault(value => !Value().IsMatch(value)) is { } wrong)
            {
                return $"{Quoted.Name(wrong)} is no value of a label";
            }
        }

        return null;
    }

    private static string? KeyFault(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0 && !KubernetesName.IsSubdomain(key.AsSpan(0, slash)))
        {
            return $"{Quoted.Name(key)} has no domain in front of its slash";
        }

        return Name().IsMatch(key[(slash + 1)..]) ? null : $"{Quoted.Name(key)} is no name of a label";
    }

    /// <summary>The parts between the commas that are not within parentheses.</summary>
    private static IEnumerable<string> Requirements(string selector)
    {
        var (start, isInside) = (0, false);
        for (var at = 0; at < selector.Length; at++)
        {
            isInside = selector[at] switch { '(' => true, ')' => false, _ => isInside };
            if (selector[at] == ',' && !isInside)
            {
                yield return selector[start..at].Trim();
                start = at + 1;
            }
        }

        yield return selector[start..].Trim();
    }

    [GeneratedRegex(@"^(?:!\s*(?<key>[^\s=!(),]+)|(?<key>[^\s=!(),]+)(?:\s*(?:==|=|!=)\s*(?<value>[^\s=!(),]*)|\s+(?:in|notin)\s*\((?<set>[^()=!]+)\))?)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Requirement();

    [GeneratedRegex("^[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex("^(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Value();
}

namespace FastDataOperator.Imports;

/// <summary>Compares what a forge keeps of a text with what it was given: forges write line ends their own way and leave blanks at the end out.</summary>
internal static class PullRequestText
{
    public static bool IsSame(string left, string right) => Normal(left) == Normal(right);

    private static string Normal(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(static line => line.TrimEnd())).Trim('\n');
}

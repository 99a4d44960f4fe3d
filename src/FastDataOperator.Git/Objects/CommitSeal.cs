using System.Text;
using FastDataOperator.Git.Packs;

namespace FastDataOperator.Git.Objects;

/// <summary>A commit's last line, with the id that the commit has without that line and without a signature. Whatever amends or rebases the commit keeps the
/// line and changes the id (<c>docs/decisions/0009-pull-requests.md</c>).</summary>
internal static class CommitSeal
{
    private const string Trailer = "FastData-Seal: ";

    /// <param name="unsealed">The commit's id before the line is added to its message.</param>
    public static string Line(string unsealed) => $"{Trailer}{unsealed}\n";

    /// <param name="content">The commit's, without a signature.</param>
    public static bool IsWhole(ReadOnlySpan<byte> content)
    {
        var length = Line(CommitId.Zero).Length;
        if (content.Length <= length || content[^(length + 1)] != '\n')
        {
            return false;
        }

        using var hash = ObjectHash.OfObject("commit", content.Length - length);
        hash.Add(content[..^length]);
        return content[^length..].SequenceEqual(Encoding.ASCII.GetBytes(Line(Convert.ToHexStringLower(hash.Finish()))));
    }
}

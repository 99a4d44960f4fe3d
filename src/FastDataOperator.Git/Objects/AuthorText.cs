using System.Text;

namespace FastDataOperator.Git.Objects;

/// <summary>Names and addresses as a commit can hold them: Git's own rule leaves out what would end the field.</summary>
internal static class AuthorText
{
    private const string Fallback = "FastDataOperator";

    public static string Name(string name) => Clean(name) is { Length: > 0 } clean ? clean : Fallback;

    /// <summary>May be empty, as in Git.</summary>
    public static string Email(string email) => Clean(email) is { Length: > 0 } clean ? clean : "none";

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (!char.IsControl(character) && character is not ('<' or '>'))
            {
                clean.Append(character);
            }
        }

        return clean.ToString().Trim(' ', '.', ',', ':', ';', '"', '\\', '\'');
    }
}

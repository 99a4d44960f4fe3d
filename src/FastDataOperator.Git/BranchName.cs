using System.Diagnostics.CodeAnalysis;

namespace FastDataOperator.Git;

/// <summary>A branch's short name, such as <c>main</c>, that Git accepts (git-check-ref-format(1)).</summary>
public readonly record struct BranchName
{
    private const string Prefix = "refs/heads/";

    private readonly string? _value;

    private BranchName(string value) => _value = value;

    /// <summary>The short name, without <c>refs/heads/</c>.</summary>
    /// <exception cref="InvalidOperationException">This is the default value, which names nothing.</exception>
    public string Value => _value ?? throw new InvalidOperationException("A default branch name names nothing.");

    /// <summary>The name that a branch gets where nobody chose one.</summary>
    internal static BranchName Main => new("main");

    /// <summary>The full name, <c>refs/heads/…</c>.</summary>
    internal string ReferenceName => Prefix + Value;

    /// <summary>Takes a short name (<c>main</c>) or a full one (<c>refs/heads/main</c>).</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out BranchName branch)
    {
        branch = default;
        if (text is null)
        {
            return false;
        }

        var name = text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text;
        if (!ReferenceNames.IsValid(name))
        {
            return false;
        }

        branch = new BranchName(name);
        return true;
    }

    public override string ToString() => _value ?? "";
}

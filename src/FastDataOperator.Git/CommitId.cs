using System.Diagnostics.CodeAnalysis;

namespace FastDataOperator.Git;

/// <summary>The name of a Git object: 40 lower-case hexadecimal digits (SHA-1).</summary>
public readonly record struct CommitId
{
    /// <summary>Digits in an id.</summary>
    internal const int Length = 40;

    /// <summary>What stands for no object in the protocol.</summary>
    internal const string Zero = "0000000000000000000000000000000000000000";

    private readonly string? _value;

    private CommitId(string value) => _value = value;

    /// <summary>The 40 digits.</summary>
    /// <exception cref="InvalidOperationException">This is the default value, which names nothing.</exception>
    public string Value => _value ?? throw new InvalidOperationException("A default commit id names nothing.");

    /// <summary>Takes 40 hexadecimal digits of either case.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CommitId id)
    {
        var valid = text is { Length: Length } && text.AsSpan().IndexOfAnyExcept(HexDigits) < 0;
        id = valid ? new CommitId(text!.ToLowerInvariant()) : default;
        return valid;
    }

    public override string ToString() => _value ?? "";

    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");
}

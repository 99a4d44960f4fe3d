namespace FastDataOperator.Core.Findings;

/// <summary>A place in a text file.</summary>
/// <param name="File">The file as its reader knows it.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in bytes of the line (RFC 8259 fixes no other unit).</param>
public sealed record FileLocation(string File, long Line, long Column)
{
    /// <summary><c>file:line:column</c>, the form that editors and terminals make clickable.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}

namespace FastDataOperator.Imports;

/// <summary>Who an import's commit says made it.</summary>
internal sealed record CommitAuthor(string Name, string Email)
{
    /// <summary>For an import that names nobody.</summary>
    public static CommitAuthor Default { get; } = new("FastData Operator", "fastdata@localhost");
}

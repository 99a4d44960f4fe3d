namespace FastDataOperator.Core.Reports;

/// <summary>What a forge makes of a pull request's text.</summary>
/// <param name="MostTitle">Most characters (UTF-16 code units) of a title.</param>
/// <param name="MostBody">Most characters of a body.</param>
/// <param name="MostMermaid">Most characters of a <c>mermaid</c> fence that becomes a picture; 0 where none does.</param>
/// <param name="HasFolding">Whether <c>details</c> folds what it holds; else no HTML is written at all.</param>
public sealed record PullRequestDialect(int MostTitle, int MostBody, int MostMermaid, bool HasFolding)
{
    /// <summary>Whether it draws pictures.</summary>
    public bool HasMermaid => MostMermaid > 0;
}

namespace FastDataOperator.Core.Reports;

/// <summary>A picture within its limits.</summary>
/// <param name="Source">In Mermaid's language, without a fence.</param>
/// <param name="Shown">Resources in it.</param>
/// <param name="Left">Resources for which there was no room.</param>
internal sealed record MermaidPicture(string Source, int Shown, int Left);

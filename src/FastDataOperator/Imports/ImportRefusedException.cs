using FastDataOperator.Core.Findings;

namespace FastDataOperator.Imports;

/// <summary>Carries what a user must correct from where it was found to the one place that reports it.</summary>
internal sealed class ImportRefusedException(params IReadOnlyList<Finding> problems) : Exception(problems.Count > 0 ? problems[0].ToString() : "refused")
{
    public IReadOnlyList<Finding> Problems => problems;

    /// <summary>The commits in which it was found; <see langword="null"/> where not both sides were read.</summary>
    public ReadRevisions? Read { get; init; }
}

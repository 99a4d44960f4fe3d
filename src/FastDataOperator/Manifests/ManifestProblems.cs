using FastDataOperator.Core.Findings;

namespace FastDataOperator.Manifests;

/// <summary>What was found wrong with a manifest, collected so that all of it is told at once.</summary>
internal sealed class ManifestProblems
{
    private readonly List<Finding> _found = [];

    public bool Any => _found.Count > 0;

    public void Add(Reason reason, FileLocation location, string message, string? remedy = null) =>
        _found.Add(new Finding { Reason = reason, Rule = "manifest", Message = message, Remedy = remedy, Location = location });

    public void Add(Finding finding) => _found.Add(finding);

    /// <summary>In order of place, bounded.</summary>
    public IReadOnlyList<Finding> ToList()
    {
        IEnumerable<Finding> ordered = _found.OrderBy(finding => finding.Location?.Line).ThenBy(finding => finding.Location?.Column);
        if (_found.Count <= ManifestLimits.Problems)
        {
            return [.. ordered];
        }

        var last = _found[^1] with { Location = null, Message = $"{_found.Count - ManifestLimits.Problems} more problems are not shown", Remedy = null };
        return [.. ordered.Take(ManifestLimits.Problems), last];
    }
}

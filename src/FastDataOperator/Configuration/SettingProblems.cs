using FastDataOperator.Core.Findings;
using FastDataOperator.Manifests;

namespace FastDataOperator.Configuration;

/// <summary>What was found wrong with settings, collected so that all of it is told at once.</summary>
internal sealed class SettingProblems
{
    private readonly List<Finding> _found = [];

    public IReadOnlyList<Finding> Found => _found;

    public void Add(IEnumerable<Finding> findings) => _found.AddRange(findings);

    /// <param name="item">The value that is wrong.</param>
    /// <param name="fault">In which way.</param>
    public void Add(GivenItem item, SettingFault fault) =>
        Add(Reason.InvalidValue, $"{item.Origin}: {Quoted.Name(item.Text)} {fault.Found}", fault.Remedy, item.Location);

    public void Add(Reason reason, string message, string remedy, FileLocation? location = null) =>
        _found.Add(new Finding { Reason = reason, Rule = "usage", Message = message, Remedy = remedy, Location = location });
}

using FastDataOperator.Core.Findings;

namespace FastDataOperator.Imports;

/// <summary>What turning a manifest into a request ends in.</summary>
internal abstract record RequestMapping
{
    private RequestMapping()
    {
    }

    internal sealed record Mapped(RequestedImport Import) : RequestMapping;

    internal sealed record Refused(IReadOnlyList<Finding> Problems) : RequestMapping;
}

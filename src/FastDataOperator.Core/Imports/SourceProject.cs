using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Provenance;

namespace FastDataOperator.Core.Imports;

/// <summary>A project to import from: a live configuration or an export file, which are taken alike (E2).</summary>
public sealed record SourceProject
{
    public required ProjectConfiguration Configuration { get; init; }

    public required SourceOrigin Origin { get; init; }
}

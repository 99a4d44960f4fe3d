using FastDataOperator.Core.Findings;

namespace FastDataOperator.Manifests;

/// <summary>One member of a map, with the place of its name.</summary>
internal sealed record ManifestMember(string Name, FileLocation Location, ManifestNode Value);

using FastDataOperator.Core.Findings;

namespace FastDataOperator.Manifests;

/// <summary>What reading a manifest file ends in.</summary>
internal abstract record ManifestRead
{
    private ManifestRead()
    {
    }

    /// <summary>All documents in order.</summary>
    internal sealed record Success(IReadOnlyList<ImportDocument> Imports, IReadOnlyList<SecretManifest> Secrets) : ManifestRead;

    /// <summary>All problems in order of place.</summary>
    internal sealed record Refused(IReadOnlyList<Finding> Problems) : ManifestRead;
}

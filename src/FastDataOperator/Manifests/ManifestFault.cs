using FastDataOperator.Core.Findings;

namespace FastDataOperator.Manifests;

/// <summary>Ends the reading of a file; never leaves <see cref="ManifestTree"/>.</summary>
internal sealed class ManifestFault(Reason reason, FileLocation location, string message, string? remedy = null) : Exception(message)
{
    public Reason Reason => reason;

    public FileLocation Location => location;

    public string? Remedy => remedy;
}

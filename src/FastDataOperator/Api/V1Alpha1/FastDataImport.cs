namespace FastDataOperator.Api.V1Alpha1;

/// <summary>One import as a user declares it: the object in a cluster and the manifest of the command line are the same.</summary>
internal sealed record FastDataImport
{
    public const string Group = "fastdata.gitops.dev";
    public const string Version = "v1alpha1";
    public const string ApiVersion = Group + "/" + Version;
    public const string Kind = "FastDataImport";

    public required ObjectMetadata Metadata { get; init; }

    public required ImportSpec Spec { get; init; }

    /// <summary>What the operator last reported; <see langword="null"/> in a manifest that was written by hand.</summary>
    public ImportStatus? Status { get; init; }
}

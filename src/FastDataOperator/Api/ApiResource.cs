using FastDataOperator.Api.V1Alpha1;

namespace FastDataOperator.Api;

/// <summary>Where the API server serves a kind.</summary>
/// <param name="Group">Empty for the core group.</param>
internal sealed record ApiResource(string Group, string Version, string Plural)
{
    public static readonly ApiResource Imports = new(FastDataImport.Group, FastDataImport.Version, ImportResource.Plural);

    public static readonly ApiResource Secrets = new("", "v1", "secrets");

    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}

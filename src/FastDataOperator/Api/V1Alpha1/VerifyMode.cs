namespace FastDataOperator.Api.V1Alpha1;

/// <summary>Which object must be signed.</summary>
internal enum VerifyMode
{
    /// <summary>The commit that the ref names.</summary>
    HEAD,

    /// <summary>The annotated tag that the ref names.</summary>
    Tag,

    /// <summary>Both.</summary>
    TagAndHEAD,
}

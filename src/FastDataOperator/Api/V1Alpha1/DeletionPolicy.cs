namespace FastDataOperator.Api.V1Alpha1;

/// <summary>What becomes of an import's references when the import is deleted (P2).</summary>
internal enum DeletionPolicy
{
    /// <summary>They stay.</summary>
    Retain,

    /// <summary>They go.</summary>
    Remove,
}

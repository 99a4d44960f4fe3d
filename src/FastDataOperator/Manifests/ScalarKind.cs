namespace FastDataOperator.Manifests;

/// <summary>What a scalar is once YAML has resolved it.</summary>
internal enum ScalarKind
{
    Null,
    Boolean,
    Number,
    String,
}

namespace FastDataOperator.Imports;

/// <summary>Names a Secret.</summary>
internal readonly record struct SecretName(string Namespace, string Name)
{
    public override string ToString() => $"{Namespace}/{Name}";
}

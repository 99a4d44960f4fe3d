namespace FastDataOperator.Api;

/// <summary>Names a namespaced object of one kind.</summary>
internal readonly record struct ObjectKey(string Namespace, string Name)
{
    public override string ToString() => $"{Namespace}/{Name}";
}

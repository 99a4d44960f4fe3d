namespace FastDataOperator.Informers;

/// <summary>Which objects of a kind an informer sees.</summary>
/// <param name="Namespace"><see langword="null"/>: all namespaces, which needs a right in the whole cluster.</param>
/// <param name="LabelSelector"><see langword="null"/>: all.</param>
internal sealed record InformerScope(string? Namespace, string? LabelSelector)
{
    public override string ToString() =>
        (Namespace is null ? "all namespaces" : $"namespace {Namespace}") + (LabelSelector is null ? "" : $" with {LabelSelector}");
}

namespace FastDataOperator.Core.Resources;

/// <summary>Names one resource of one project configuration.</summary>
/// <param name="Kind">Which section it lives in.</param>
/// <param name="Name">Its key there.</param>
/// <param name="System">For a Projection, the key of the System of Record that holds it; otherwise <see langword="null"/>.</param>
public readonly record struct ResourceId(ResourceKind Kind, string Name, string? System = null)
{
    /// <summary>The form that messages and the command line use: <c>projection/orders/pr_orders</c>, <c>er-schema/er_customer</c>.</summary>
    public override string ToString() => System is null ? $"{Kind.Slug()}/{Name}" : $"{Kind.Slug()}/{System}/{Name}";
}

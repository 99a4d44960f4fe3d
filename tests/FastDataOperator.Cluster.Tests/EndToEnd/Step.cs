using FastDataOperator.Testing.Clusters;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>A request that an operator makes for one import, told apart from its others.</summary>
/// <param name="Kind"><see cref="ProxiedRequest.Kind"/>.</param>
/// <param name="Side">Which repository it goes to; empty for the API server.</param>
/// <param name="Number">From 1, of those that are alike in both.</param>
internal sealed record Step(string Kind, string Side, int Number)
{
    public override string ToString() => $"{Kind}{(Side.Length == 0 ? "" : " of the ")}{Side} ({Number})";
}

using FastDataOperator.Git.Forges.Http;

namespace FastDataOperator.Git.Forges.AzureDevOps;

/// <summary>What every list is wrapped in.</summary>
internal sealed record AzureList<T>
{
    public required IReadOnlyList<T> Value { get; init => field = WireList.WithoutNull(value); }
}

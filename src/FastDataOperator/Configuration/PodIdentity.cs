namespace FastDataOperator.Configuration;

/// <summary>Who this process is, as the downward API tells it.</summary>
/// <param name="Name"><c>POD_NAME</c>; outside a pod the machine's name.</param>
/// <param name="Namespace"><c>POD_NAMESPACE</c>; <see langword="null"/> outside a pod.</param>
/// <param name="Uid"><c>POD_UID</c>; outside a pod the number of the process.</param>
internal sealed record PodIdentity(string Name, string? Namespace, string Uid)
{
    /// <summary>What stands in the Lease: no other process has the same, not even the same pod under the same name later.</summary>
    public string Holder => $"{Name}_{Uid}";
}

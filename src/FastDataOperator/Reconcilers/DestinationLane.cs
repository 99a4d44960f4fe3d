using FastDataOperator.Git;

namespace FastDataOperator.Reconcilers;

/// <summary>A branch that one import at a time writes to, among those with the same credentials. Whoever has no others could keep everybody else from
/// a branch by naming it, with a source that never ends. Between credentials, the lease under which a push is made decides (G2).</summary>
internal readonly record struct DestinationLane(string Repository, string Branch, RemoteAccess Access);

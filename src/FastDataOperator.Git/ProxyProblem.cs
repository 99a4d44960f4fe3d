namespace FastDataOperator.Git;

/// <summary>Why a <see cref="RemoteProxy"/> cannot be made.</summary>
/// <param name="What">Continues what its address is called; holds no user and no password.</param>
/// <param name="Remedy">What would resolve it.</param>
public sealed record ProxyProblem(string What, string Remedy);

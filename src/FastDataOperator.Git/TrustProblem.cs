namespace FastDataOperator.Git;

/// <summary>Why a <see cref="RemoteTrust"/> cannot be made.</summary>
/// <param name="What">Continues the part's name.</param>
/// <param name="Remedy">What would resolve it.</param>
public sealed record TrustProblem(TrustPart Part, string What, string Remedy);

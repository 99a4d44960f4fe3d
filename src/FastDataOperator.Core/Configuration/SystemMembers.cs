namespace FastDataOperator.Core.Configuration;

/// <summary>One System of Record in a file.</summary>
/// <param name="Own">All its members.</param>
/// <param name="ProjectionsMember">The index of <c>projections</c> among them, or -1.</param>
/// <param name="Projections">The members of <c>projections</c>, or <see langword="null"/> where there is no such member.</param>
internal sealed record SystemMembers(MemberTable Own, int ProjectionsMember, MemberTable? Projections);

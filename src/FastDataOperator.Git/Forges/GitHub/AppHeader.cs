namespace FastDataOperator.Git.Forges.GitHub;

/// <summary>The header of a JSON Web Token (RFC 7519).</summary>
internal sealed record AppHeader(string Alg, string Typ);

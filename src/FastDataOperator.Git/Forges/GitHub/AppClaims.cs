namespace FastDataOperator.Git.Forges.GitHub;

/// <summary>What an App says of itself in a JSON Web Token (RFC 7519).</summary>
/// <param name="Iat">When it was made, in seconds since 1970.</param>
/// <param name="Exp">Until when it holds, likewise.</param>
/// <param name="Iss">The App's id.</param>
internal sealed record AppClaims(long Iat, long Exp, string Iss);

using System.Net;
using FastDataOperator.Core.Reports;
using FastDataOperator.Git.Forges.Http;

namespace FastDataOperator.Git.Forges;

/// <summary>In what one kind of forge differs from the others wherever its API is asked.</summary>
internal sealed record ForgeTraits
{
    /// <summary>As people call it: <c>GitHub</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What its credentials are.</summary>
    public string Credentials { get; init; } = "token";

    /// <summary>What its credentials must be allowed, continuing <c>The token needs</c>.</summary>
    public required string Rights { get; init; }

    /// <summary>What to look at where it does not accept the credentials, continuing <c>Check that</c>; <see langword="null"/> for what there is to say of any token.</summary>
    public string? Acceptance { get; init; }

    /// <summary>The Accept header.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>Further headers of every request.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The status that plain HTTP has for an answer, where this forge gives another: a page to sign in at for 401, 401 for 403.</summary>
    public Func<ForgeStatus, HttpStatusCode> Meaning { get; init; } = static said => said.Status;

    public required PullRequestDialect Dialect { get; init; }

    /// <summary>The value of the Authorization header for these credentials; <see langword="null"/> for none. May throw what <see cref="GitCredentials.ToHeader"/> throws.</summary>
    public required Func<GitCredentials, string?> Authorize { get; init; }
}

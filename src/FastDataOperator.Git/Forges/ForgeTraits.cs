using FastDataOperator.Core.Reports;

namespace FastDataOperator.Git.Forges;

/// <summary>In what one kind of forge differs from the others wherever its API is asked.</summary>
internal sealed record ForgeTraits
{
    /// <summary>As people call it: <c>GitHub</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What its credentials must be allowed, continuing <c>The token needs</c>.</summary>
    public required string Rights { get; init; }

    /// <summary>The Accept header.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>Further headers of every request.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public required PullRequestDialect Dialect { get; init; }

    /// <summary>The value of the Authorization header for these credentials; <see langword="null"/> for none. May throw what <see cref="GitCredentials.ToHeader"/> throws.</summary>
    public required Func<GitCredentials, string?> Authorize { get; init; }
}

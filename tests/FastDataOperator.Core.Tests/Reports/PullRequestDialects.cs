using FastDataOperator.Core.Reports;

namespace FastDataOperator.Core.Tests.Reports;

/// <summary>The dialects of the five forges.</summary>
internal static class PullRequestDialects
{
    public static PullRequestDialect Of(string forge) => forge switch
    {
        "GitHub" => new(256, 65_536, MostMermaid: 50_000, HasFolding: true),
        "GitLab" => new(248, 65_536, MostMermaid: 2_000, HasFolding: true),
        "Gitea" => new(255, 65_536, MostMermaid: 5_000, HasFolding: true),
        "AzureDevOps" => new(400, 4_000, MostMermaid: 0, HasFolding: false),
        "BitbucketServer" => new(255, 32_768, MostMermaid: 0, HasFolding: false),
        _ => throw new ArgumentOutOfRangeException(nameof(forge)),
    };

    public static TheoryData<string> Names { get; } = ["GitHub", "GitLab", "Gitea", "AzureDevOps", "BitbucketServer"];
}

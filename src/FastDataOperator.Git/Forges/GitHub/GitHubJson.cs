using System.Text.Json.Serialization;

namespace FastDataOperator.Git.Forges.GitHub;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 32,
    RespectNullableAnnotations = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(GitHubPullRequest))]
[JsonSerializable(typeof(IReadOnlyList<GitHubPullRequest>))]
[JsonSerializable(typeof(GitHubPullRequestDraft))]
[JsonSerializable(typeof(GitHubPullRequestChange))]
[JsonSerializable(typeof(GitHubLabels))]
[JsonSerializable(typeof(GitHubReviewers))]
internal sealed partial class GitHubJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace FastDataOperator.Git.Forges.GitHub;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 32,
    RespectNullableAnnotations = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(GitHubPullRequest))]
[JsonSerializable(typeof(IReadOnlyList<GitHubPullRequest>))]
[JsonSerializable(typeof(GitHubRepository))]
[JsonSerializable(typeof(GitHubPullRequestDraft))]
[JsonSerializable(typeof(GitHubPullRequestChange))]
[JsonSerializable(typeof(GitHubLabels))]
[JsonSerializable(typeof(GitHubReviewers))]
[JsonSerializable(typeof(AppInstallation))]
[JsonSerializable(typeof(AppToken))]
[JsonSerializable(typeof(AppHeader))]
[JsonSerializable(typeof(AppClaims))]
internal sealed partial class GitHubJson : JsonSerializerContext;

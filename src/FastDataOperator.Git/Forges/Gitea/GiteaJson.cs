using System.Text.Json.Serialization;

namespace FastDataOperator.Git.Forges.Gitea;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 32,
    RespectNullableAnnotations = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(GiteaPullRequest))]
[JsonSerializable(typeof(IReadOnlyList<GiteaPullRequest?>))]
[JsonSerializable(typeof(IReadOnlyList<GiteaCommit>))]
[JsonSerializable(typeof(IReadOnlyList<GiteaLabel>))]
[JsonSerializable(typeof(GiteaPullRequestDraft))]
[JsonSerializable(typeof(GiteaPullRequestChange))]
[JsonSerializable(typeof(GiteaLabelIds))]
[JsonSerializable(typeof(GiteaReviewers))]
internal sealed partial class GiteaJson : JsonSerializerContext;

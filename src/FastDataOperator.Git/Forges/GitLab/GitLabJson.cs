using System.Text.Json.Serialization;

namespace FastDataOperator.Git.Forges.GitLab;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, AllowDuplicateProperties = false, MaxDepth = 32)]
[JsonSerializable(typeof(GitLabMergeRequest))]
[JsonSerializable(typeof(IReadOnlyList<GitLabMergeRequest>))]
[JsonSerializable(typeof(IReadOnlyList<GitLabUser>))]
[JsonSerializable(typeof(GitLabProject))]
[JsonSerializable(typeof(GitLabOpening))]
[JsonSerializable(typeof(GitLabChange))]
internal sealed partial class GitLabJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace FastDataOperator.Git.Forges.BitbucketServer;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, AllowDuplicateProperties = false, MaxDepth = 32)]
[JsonSerializable(typeof(BitbucketPullRequest))]
[JsonSerializable(typeof(BitbucketPage))]
[JsonSerializable(typeof(BitbucketErrors))]
[JsonSerializable(typeof(BitbucketOpening))]
[JsonSerializable(typeof(BitbucketChange))]
[JsonSerializable(typeof(BitbucketDecline))]
[JsonSerializable(typeof(BitbucketParticipant))]
internal sealed partial class BitbucketJson : JsonSerializerContext;

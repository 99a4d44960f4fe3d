using System.Text.Json.Serialization;

namespace FastDataOperator.Git.Forges.AzureDevOps;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, AllowDuplicateProperties = false, MaxDepth = 32)]
[JsonSerializable(typeof(AzurePullRequest))]
[JsonSerializable(typeof(AzureList<AzurePullRequest>))]
[JsonSerializable(typeof(AzureList<AzureLabel>))]
[JsonSerializable(typeof(AzureList<AzureIdentity>))]
[JsonSerializable(typeof(AzureOpening))]
[JsonSerializable(typeof(AzureChange))]
[JsonSerializable(typeof(AzureLabel))]
[JsonSerializable(typeof(IReadOnlyList<AzureIdentity>))]
internal sealed partial class AzureJson : JsonSerializerContext;

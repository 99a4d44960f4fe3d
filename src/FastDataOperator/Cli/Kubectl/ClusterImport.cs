using System.Globalization;
using System.Text.Json;
using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using k8s;

namespace FastDataOperator.Cli.Kubectl;

/// <summary>A <c>FastDataImport</c> as the API server sent it: whole, and as the house reads it.</summary>
internal sealed record ClusterImport
{
    public required ImportObject Object { get; init; }

    /// <summary>Everything that was sent.</summary>
    public required JsonElement Json { get; init; }

    public required DateTimeOffset? CreatedAt { get; init; }

    public ObjectKey Key => Object.Key;

    public bool IsSuspended => Object.Import?.Spec.Suspend is true;

    /// <exception cref="JsonException">It is no object of this kind.</exception>
    public static ClusterImport Of(JsonElement json)
    {
        var resource = KubernetesJson.Deserialize<ImportResource>(json);
        return new ClusterImport
        {
            Object = ImportObject.Of(resource),
            Json = json,
            CreatedAt = resource.Metadata.CreationTimestamp is { } created ? new DateTimeOffset(DateTime.SpecifyKind(created, DateTimeKind.Utc)) : null,
        };
    }

    /// <returns><see langword="null"/> where it was not reported.</returns>
    public ConditionStatus? Condition(string type) => Object.Status.Conditions.FirstOrDefault(condition => condition.Type == type);

    /// <summary>A time of the API's.</summary>
    /// <returns><see langword="null"/> for what is none.</returns>
    public static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}

using System.Text.Json;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Status;
using k8s.Models;

namespace FastDataOperator.Tests.Reconcilers;

/// <summary>Objects as the API server would send them, for rules that look at one.</summary>
internal static class ImportObjectBuilder
{
    public static ImportObject Make(string name = "orders", string spec = "", ImportStatus? status = null, long generation = 1, string? requestedAt = null) =>
        ImportObject.Of(new ImportResource
        {
            Metadata = new V1ObjectMeta
            {
                Name = name,
                NamespaceProperty = "team-a",
                Uid = $"uid-{name}",
                ResourceVersion = "1",
                Generation = generation,
                Annotations = requestedAt is null ? null : new Dictionary<string, string> { [ImportObject.RequestedAtAnnotation] = requestedAt },
            },
            Spec = JsonSerializer.SerializeToElement(JsonDocument.Parse($$"""
                { "source": { "repository": { "url": "https://git.example.com/a.git" } }, "destination": { "repository": { "url": "https://git.example.com/b.git" } },
                  "select": { "all": true }{{(spec.Length == 0 ? "" : ", " + spec)}} }
                """).RootElement),
            Status = status is null ? null : JsonSerializer.SerializeToElement(StatusJson.Write(status)),
        });

    public static string DependsOn(params IEnumerable<string> names) => $$"""
        "dependsOn": [{{string.Join(", ", names.Select(name => $$"""{ "name": "{{name}}" }"""))}}]
        """;

    public static ImportStatus Ready(long generation = 1) => new()
    {
        ObservedGeneration = generation,
        Conditions = [new ConditionStatus { Type = ConditionType.Ready, Status = ConditionSet.True, Reason = "UpToDate", Message = "", LastTransitionTime = "2026-01-01T00:00:00Z" }],
    };
}

using System.Text.Json;
using System.Text.Json.Nodes;
using FastDataOperator.Benchmarks.Inputs;
using FastDataOperator.Benchmarks.Measuring;

namespace FastDataOperator.Benchmarks.Contests;

/// <summary>Holds every contestant's first result against the first contestant's: the same resources came in, and nothing else changed.
/// Marks may differ in what they say, not in being there.</summary>
internal sealed class MeaningCheck(ProjectShape source, byte[] before)
{
    private readonly HashSet<string> _checked = [];
    private (string Contestant, JsonObject Imported)? _first;

    public void Check(string contestant, byte[] after)
    {
        if (!_checked.Add(contestant))
        {
            return;
        }

        using var was = JsonDocument.Parse(before);
        using var became = JsonDocument.Parse(after);
        CheckTheRest(contestant, was.RootElement, became.RootElement);
        var imported = Imported(contestant, became.RootElement);
        if (_first is not { } first)
        {
            _first = (contestant, imported);
        }
        else if (!JsonNode.DeepEquals(first.Imported, imported))
        {
            throw new RunFailedException($"{contestant} imported something else than {first.Contestant}");
        }
    }

    private JsonObject Imported(string contestant, JsonElement after)
    {
        var imported = new JsonObject();
        foreach (var (system, projections) in source.Selection)
        {
            var shell = (JsonObject)JsonNode.Parse(after.GetProperty("systems").GetProperty(system).GetRawText())!;
            RemoveMark(contestant, shell);
            var inside = shell["projections"]!.AsObject();
            if (inside.Count != projections.Count)
            {
                throw new RunFailedException($"{contestant} imported {inside.Count} Projections of {system}, not {projections.Count}");
            }

            foreach (var projection in projections)
            {
                RemoveMark(contestant, inside[projection]!.AsObject());
            }

            imported[system] = shell;
        }

        foreach (var function in after.GetProperty("castFunctions").EnumerateObject().Where(IsImported))
        {
            var node = (JsonObject)JsonNode.Parse(function.Value.GetRawText())!;
            RemoveMark(contestant, node);
            imported[function.Name] = node;
        }

        return imported;
    }

    private void CheckTheRest(string contestant, JsonElement was, JsonElement became)
    {
        foreach (var member in was.EnumerateObject())
        {
            var now = became.GetProperty(member.Name);
            var same = member.Name is "systems" or "castFunctions"
                ? member.Value.EnumerateObject().All(inner => JsonElement.DeepEquals(inner.Value, now.GetProperty(inner.Name)))
                    && member.Value.EnumerateObject().Count() == now.EnumerateObject().Count(inner => !IsImported(inner))
                : JsonElement.DeepEquals(member.Value, now);
            if (!same)
            {
                throw new RunFailedException($"{contestant} changed {member.Name} beyond what it imported");
            }
        }
    }

    private bool IsImported(JsonProperty resource) => resource.Name.StartsWith(source.Prefix, StringComparison.Ordinal);

    private static void RemoveMark(string contestant, JsonObject resource)
    {
        if (!resource.Remove("importedFrom"))
        {
            throw new RunFailedException($"{contestant} imported {resource["name"]} without a mark");
        }
    }
}

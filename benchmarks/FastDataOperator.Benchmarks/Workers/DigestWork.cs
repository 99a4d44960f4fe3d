using System.Text.Json;
using FastDataOperator.Core.Provenance;

namespace FastDataOperator.Benchmarks.Workers;

/// <summary>Digests every Projection of a configuration, as an import does with those whose bytes differ.</summary>
internal sealed class DigestWork
{
    private readonly List<ReadOnlyMemory<byte>> _projections = [];
    private readonly ContentDigest _digest = new();

    public DigestWork(string configuration)
    {
        ReadOnlyMemory<byte> file = File.ReadAllBytes(configuration);
        var json = new Utf8JsonReader(file.Span);
        var inSystems = false;
        while (json.Read())
        {
            if (json is { CurrentDepth: 1, TokenType: JsonTokenType.PropertyName })
            {
                inSystems = json.ValueTextEquals("systems"u8);
            }
            else if (inSystems && json is { CurrentDepth: 4, TokenType: JsonTokenType.StartObject })
            {
                // The file, systems, a System of Record, its projections, a Projection.
                var start = (int)json.TokenStartIndex;
                json.Skip();
                _projections.Add(file[start..(int)json.BytesConsumed]);
            }
        }
    }

    public void Run()
    {
        foreach (var projection in _projections)
        {
            _digest.Compute(projection);
        }
    }
}

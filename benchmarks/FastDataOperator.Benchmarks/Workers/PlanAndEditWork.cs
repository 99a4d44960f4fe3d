using FastDataOperator.Benchmarks.Inputs;
using FastDataOperator.Benchmarks.Measuring;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Provenance;

namespace FastDataOperator.Benchmarks.Workers;

/// <summary>Reads both projects from memory, plans, and walks the pieces that would be written, without copying them.</summary>
internal sealed class PlanAndEditWork(string source, string destination, string console, ProjectShape selected)
{
    private readonly ConfigurationFile _source = new("source.json", File.ReadAllBytes(source));
    private readonly ConfigurationFile _destination = new("destination.json", File.ReadAllBytes(destination));
    private readonly ConfigurationFile _console = new(ConsoleConfiguration.FileName, File.ReadAllBytes(console));
    private readonly ImportRequest _request = BenchmarkRequest.For(selected);
    private readonly SourceOrigin _origin = new() { Project = "core", Branch = "main", ExportedAt = DateTimeOffset.UnixEpoch };

    public void Run()
    {
        long length = 0;
        foreach (var piece in Plan().Edit.Pieces)
        {
            length += piece.Length;
        }

        if (length <= _destination.Bytes.Length)
        {
            throw new RunFailedException("nothing was imported");
        }
    }

    public void WriteTo(string file) => File.WriteAllBytes(file, Plan().Edit.ToArray());

    private ImportPlan Plan() => Planned.Import(_request, _source, _origin, _destination, _console);
}

using FastDataOperator.Benchmarks.Inputs;
using FastDataOperator.Benchmarks.Servers;

namespace FastDataOperator.Benchmarks.Rows;

/// <summary>What every benchmark of a run shares.</summary>
internal sealed record BenchmarkContext
{
    public required Scratch Scratch { get; init; }

    public required GitServer Server { get; init; }

    /// <summary>Where the peers' scripts are.</summary>
    public required string Peers { get; init; }

    /// <summary>The directory with the CRD.</summary>
    public required string Definitions { get; init; }

    /// <summary>The published command line, or <see langword="null"/> where it was not built.</summary>
    public required string? CommandLine { get; init; }

    public required TextWriter Progress { get; init; }

    /// <summary>As asked on the command line; <see langword="null"/> for each benchmark's own number.</summary>
    public required int? Rounds { get; init; }

    public static bool HasPeer(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(directory => File.Exists(Path.Combine(directory, program)));
}

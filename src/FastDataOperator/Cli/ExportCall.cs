using FastDataOperator.Core.Imports;

namespace FastDataOperator.Cli;

/// <summary>What a call of <c>export</c> asks for.</summary>
internal sealed record ExportCall
{
    public required string Source { get; init; }

    /// <summary>Whether the source is a file rather than a repository.</summary>
    public required bool IsFile { get; init; }

    public string? Branch { get; init; }

    public string? Path { get; init; }

    public string? Project { get; init; }

    public required Selection Selection { get; init; }

    /// <summary><see langword="null"/> to ask.</summary>
    public DependencyPolicy? Dependencies { get; init; }

    /// <summary>A file, a directory or <c>-</c>; <see langword="null"/> for a name with the time in it, here.</summary>
    public string? OutputFile { get; init; }

    public bool IsJson { get; init; }
}

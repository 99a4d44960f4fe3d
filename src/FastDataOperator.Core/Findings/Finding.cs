using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Findings;

/// <summary>One thing that a reader must know: why a file or a request was refused, or what a plan warns of.</summary>
public sealed record Finding
{
    /// <summary>From the one list.</summary>
    public required Reason Reason { get; init; }

    /// <summary>The rule of the behaviour contract that decided it, such as <c>K1</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>What was found; one sentence without a trailing full stop.</summary>
    public required string Message { get; init; }

    /// <summary>What would resolve it, or <see langword="null"/> where nothing needs to be done.</summary>
    public string? Remedy { get; init; }

    /// <summary>The resource concerned, as the destination names it, or as the source does where it goes no further.</summary>
    public ResourceId? Resource { get; init; }

    /// <summary>Where it was found, for a fault in a file.</summary>
    public FileLocation? Location { get; init; }

    /// <summary>One line: place, message, remedy.</summary>
    public override string ToString() =>
        (Location is null ? "" : $"{Location}: ") + Message + (Remedy is null ? "" : $"; {Remedy}");
}

namespace FastDataOperator.Manifests;

/// <summary>Which repositories a manifest must name; for the others files stand in, and what it says of them may be left out.</summary>
[Flags]
internal enum NeededRepositories
{
    None = 0,
    Source = 1,
    Destination = 2,
    Both = Source | Destination,
}

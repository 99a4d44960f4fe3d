namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>One import of a <see cref="Fleet"/>.</summary>
/// <param name="Name">The object's.</param>
/// <param name="Source">The repository that it imports from.</param>
/// <param name="Function">The one cast function that it brings.</param>
/// <param name="Destination">The repository that it imports into.</param>
/// <param name="Branch">Of the destination.</param>
internal sealed record FleetImport(string Name, string Source, string Function, string Destination, string Branch);

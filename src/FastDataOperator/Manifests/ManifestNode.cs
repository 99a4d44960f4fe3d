using FastDataOperator.Core.Findings;

namespace FastDataOperator.Manifests;

/// <summary>One node of a manifest, with its place.</summary>
internal abstract record ManifestNode(FileLocation Location)
{
    /// <summary>What a message calls it.</summary>
    public abstract string Describe();

    internal sealed record Text(FileLocation Location, string Value, bool Plain) : ManifestNode(Location)
    {
        public override string Describe() => Scalars.KindOf(this) switch
        {
            ScalarKind.Null => "nothing",
            ScalarKind.Boolean => $"the boolean {Value}",
            ScalarKind.Number => $"the number {Value}",
            _ => "a string",
        };
    }

    internal sealed record List(FileLocation Location, IReadOnlyList<ManifestNode> Items) : ManifestNode(Location)
    {
        public override string Describe() => "a list";
    }

    internal sealed record Map(FileLocation Location, IReadOnlyList<ManifestMember> Members) : ManifestNode(Location)
    {
        public override string Describe() => "a map";
    }
}

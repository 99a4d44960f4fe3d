using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Configuration;

/// <summary>Where everything lies in one file, as one forward pass found it.</summary>
internal sealed class ConfigurationLayout
{
    private readonly MemberTable?[] _sections = new MemberTable?[Enum.GetValues<ResourceKind>().Length];

    public ConfigurationLayout() => Collections = new CollectionIndex(this);

    /// <summary>The object that holds the sections.</summary>
    public required MemberTable Root { get; init; }

    /// <summary>In the order of the section <c>systems</c>.</summary>
    public List<SystemMembers> Systems { get; } = [];

    public CollectionIndex Collections { get; }

    public (int Start, int End)? Version { get; set; }

    public (int Start, int End)? UpdatedAt { get; set; }

    public (int Start, int End)? Metadata { get; set; }

    public MemberTable? Section(ResourceKind kind) => _sections[(int)kind];

    public void SetSection(ResourceKind kind, MemberTable members) => _sections[(int)kind] = members;

    public bool HasSections => _sections.Any(section => section is not null);
}

using System.Text;
using FastDataOperator.Core.Configuration;

namespace FastDataOperator.Core.Resources;

/// <summary>Finds resources in a configuration.</summary>
internal static class ResourceLookup
{
    extension(ProjectConfiguration configuration)
    {
        /// <summary>The resources of one kind in the file's order; for cast functions the default ones too.</summary>
        public IEnumerable<ResourceEntry> Entries(ResourceKind kind)
        {
            if (kind == ResourceKind.Projection)
            {
                var systems = configuration.Layout.Section(ResourceKind.SystemOfRecord);
                for (var system = 0; systems is not null && system < systems.Members.Count; system++)
                {
                    foreach (var projection in configuration.Projections(systems.Name(system), configuration.Layout.Systems[system]))
                    {
                        yield return projection;
                    }
                }

                yield break;
            }

            var section = configuration.Layout.Section(kind);
            for (var index = 0; section is not null && index < section.Members.Count; index++)
            {
                yield return configuration.Entry(kind, section, index, section.Name(index));
            }
        }

        /// <summary>Every resource, without default cast functions.</summary>
        public IEnumerable<ResourceEntry> AllEntries() =>
            Enum.GetValues<ResourceKind>().SelectMany(configuration.Entries).Where(entry => !entry.IsDefaultCastFunction());

        /// <summary>Every resource that carries a mark, by kind and then in the file's order.</summary>
        public IEnumerable<ResourceEntry> AllReferenceEntries() => Enum.GetValues<ResourceKind>().SelectMany(configuration.ReferenceEntries);

        /// <summary>The resources of one kind that carry a mark; names are only read of those.</summary>
        public IEnumerable<ResourceEntry> ReferenceEntries(ResourceKind kind)
        {
            var systems = configuration.Layout.Section(ResourceKind.SystemOfRecord);
            var tables = kind == ResourceKind.Projection
                ? configuration.Layout.Systems.Select((system, index) => (Table: system.Projections, System: index))
                : [(Table: configuration.Layout.Section(kind), System: -1)];
            foreach (var (table, system) in tables)
            {
                for (var index = 0; table is not null && index < table.Members.Count; index++)
                {
                    if (table.Members[index].IsReference)
                    {
                        yield return kind == ResourceKind.Projection
                            ? new ResourceEntry(configuration, new ResourceId(kind, table.Name(index), systems!.Name(system)), table, index)
                            : configuration.Entry(kind, table, index, table.Name(index));
                    }
                }
            }
        }

        public IEnumerable<ResourceEntry> Projections(string name, SystemMembers system)
        {
            for (var index = 0; system.Projections is { } projections && index < projections.Members.Count; index++)
            {
                yield return new ResourceEntry(configuration, new ResourceId(ResourceKind.Projection, projections.Name(index), name), projections, index);
            }
        }

        /// <returns>The resource, or <see langword="null"/>.</returns>
        public ResourceEntry? Find(ResourceId id)
        {
            if (id.Kind == ResourceKind.Projection)
            {
                var system = id.System is null ? null : configuration.Find(new ResourceId(ResourceKind.SystemOfRecord, id.System));
                var index = system?.System?.Projections?.Find(id.Name) ?? -1;
                return index < 0 ? null : new ResourceEntry(configuration, id, system!.System!.Projections!, index);
            }

            var section = configuration.Layout.Section(id.Kind);
            var at = section?.Find(id.Name) ?? -1;
            return at < 0 ? null : configuration.Entry(id.Kind, section!, at, id.Name);
        }

        /// <summary>The Projections and Single Views of that name: one in a sound project, for they share a namespace (K4).</summary>
        public IEnumerable<ResourceEntry> FindCollections(string name)
        {
            foreach (var (system, projection) in configuration.Layout.Collections.Find(name))
            {
                var holder = configuration.Layout.Section(ResourceKind.SystemOfRecord)!.Name(system);
                yield return new ResourceEntry(configuration, new ResourceId(ResourceKind.Projection, name, holder), configuration.Layout.Systems[system].Projections!, projection);
            }

            if (configuration.Find(new ResourceId(ResourceKind.SingleView, name)) is { } singleView)
            {
                yield return singleView;
            }
        }

        private ResourceEntry Entry(ResourceKind kind, MemberTable section, int index, string name) =>
            new(configuration, new ResourceId(kind, name), section, index,
                kind == ResourceKind.SystemOfRecord ? configuration.Layout.Systems[index] : null);
    }
}

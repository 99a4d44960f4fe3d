using System.Diagnostics;

namespace FastDataOperator.Core.Resources;

/// <summary>Where each kind lies in a project configuration, and how resources name themselves and each other there.</summary>
internal static class ResourceSections
{
    /// <summary>The member of a System of Record that holds its Projections.</summary>
    public const string Projections = "projections";

    /// <summary>The sections in the order in which a new configuration lists them.</summary>
    public static readonly IReadOnlyList<ResourceKind> InFileOrder =
        [ResourceKind.SystemOfRecord, ResourceKind.CastFunction, ResourceKind.SingleView, ResourceKind.ErSchema];

    extension(ResourceKind kind)
    {
        /// <summary>The top-level member that maps ids to resources of this kind.</summary>
        public string Section() => kind switch
        {
            ResourceKind.SystemOfRecord => "systems",
            ResourceKind.CastFunction => "castFunctions",
            ResourceKind.SingleView => "singleViews",
            ResourceKind.ErSchema => "erSchemas",
            _ => throw new UnreachableException(),
        };

        /// <summary>The member by which a resource names itself and others name it.</summary>
        public string IdMember() => kind switch
        {
            ResourceKind.SystemOfRecord => "systemId",
            ResourceKind.Projection => "projectionId",
            ResourceKind.CastFunction => "castFunctionId",
            ResourceKind.SingleView => "singleViewId",
            ResourceKind.ErSchema => "erSchemaId",
            _ => throw new UnreachableException(),
        };

        /// <summary>Whether the name is a collection's: these kinds share one namespace with CRUD collections (K4).</summary>
        public bool IsCollection() => kind is ResourceKind.Projection or ResourceKind.SingleView;
    }
}

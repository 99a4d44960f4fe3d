namespace FastDataOperator.Core.Resources;

/// <summary>What a Fast Data project configuration holds and an import can bring. Declared in the order in which plans list them:
/// what is needed comes before what needs it.</summary>
public enum ResourceKind
{
    /// <summary>A member of <c>castFunctions</c>.</summary>
    CastFunction,

    /// <summary>A member of <c>systems</c>, without its Projections: those are resources of their own.</summary>
    SystemOfRecord,

    /// <summary>A member of <c>systems.{id}.projections</c>.</summary>
    Projection,

    /// <summary>A member of <c>singleViews</c>.</summary>
    SingleView,

    /// <summary>A member of <c>erSchemas</c>.</summary>
    ErSchema,
}

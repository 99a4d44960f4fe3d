using System.Diagnostics;

namespace FastDataOperator.Core.Resources;

/// <summary>How each kind is written: on the command line, in messages, in a configuration.</summary>
public static class ResourceKindNames
{
    extension(ResourceKind kind)
    {
        /// <summary>The command line's word, as in <c>--select er-schema/er_customer</c>.</summary>
        public string Slug() => kind switch
        {
            ResourceKind.CastFunction => "cast-function",
            ResourceKind.SystemOfRecord => "system",
            ResourceKind.Projection => "projection",
            ResourceKind.SingleView => "single-view",
            ResourceKind.ErSchema => "er-schema",
            _ => throw new UnreachableException(),
        };

        /// <summary>The documentation's words, as in "ER schema er_customer".</summary>
        public string Label() => kind switch
        {
            ResourceKind.CastFunction => "cast function",
            ResourceKind.SystemOfRecord => "System of Record",
            ResourceKind.Projection => "Projection",
            ResourceKind.SingleView => "Single View",
            ResourceKind.ErSchema => "ER schema",
            _ => throw new UnreachableException(),
        };
    }
}

using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Tests.Reports;

/// <summary>Plans for the tests of reports.</summary>
internal static class Plans
{
    public const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    public static readonly ResourceId Orders = new(ResourceKind.Projection, "pr_orders", "orders");
    public static readonly ResourceId Customer = new(ResourceKind.ErSchema, "er_customer");

    public static SourceOrigin Origin { get; } = new()
    {
        Project = "core-data",
        Branch = "main",
        Repository = "https://git.example.com/core/config.git",
        Commit = "1f2e3d4c5b6a79880123456789abcdef01234567",
        ExportedAt = new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero),
    };

    public static ImportPlan Of(params IReadOnlyList<PlannedChange> changes) => new()
    {
        Request = new ImportRequest { Name = "team-a/orders", Selection = new Selection { All = true } },
        Origin = Origin,
        Changes = changes,
        Warnings = [],
        MissingServices = [],
        Graph = [],
        Edit = new ConfigurationEdit([], 0),
        Digest = Digest,
    };

    public static PlannedChange Change(ChangeAction action, ResourceId resource, ImportMode? mode = ImportMode.Reference) => new()
    {
        Action = action,
        Resource = resource,
        SourceName = resource.Name,
        ImportAs = mode,
    };

    public static PlannedChange Added(ResourceKind kind, string name) => Change(ChangeAction.Added, new ResourceId(kind, name));

    public static Finding Warning(string message) => new() { Reason = Reason.UnresolvedName, Rule = "C3", Message = message, Remedy = "check the name" };

    public static ImportPlan Removal() => Of(
        Change(ChangeAction.Removed, Customer) with { Before = new ReferenceMark { Project = "core-data" } },
        Change(ChangeAction.Removed, Orders) with { SourceName = "pr_order", Before = new ReferenceMark { Project = "core-data" } }) with { Origin = null };

    /// <summary>A plan with something of everything.</summary>
    public static ImportPlan Rich() => Of(
        Added(ResourceKind.CastFunction, "toCents") with { NeededBy = [new Dependency(Orders, "C1", "a field is cast by it")] },
        Change(ChangeAction.Added, Orders) with { SourceName = "pr_order", NeededBy = [new Dependency(Customer, "C2", "names it in its configuration")] },
        Change(ChangeAction.Updated, Customer) with { Differences = ["config.pr_orders.outgoing.sv_customer: added", "version: \"1.0.0\" is now \"1.1.0\""] },
        Change(ChangeAction.LeftAlone, new ResourceId(ResourceKind.SingleView, "sv_customer"), ImportMode.Resource),
        Change(ChangeAction.Unchanged, new ResourceId(ResourceKind.SystemOfRecord, "orders"))) with
    {
        Warnings = [Warning("er_customer names \"crud_items\", which is no Projection or Single View of core-data")],
        MissingServices = ["orders-rtu"],
        Graph = [(Customer, Orders), (Orders, new ResourceId(ResourceKind.CastFunction, "toCents"))],
    };
}

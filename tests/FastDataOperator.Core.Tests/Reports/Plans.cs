using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Reports;
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

    /// <summary>A plan such as reviewers get one, with long differences.</summary>
    public static ImportPlan Review() => Of(
        Change(ChangeAction.Unchanged, new ResourceId(ResourceKind.CastFunction, "toEuro")),
        Added(ResourceKind.CastFunction, "toCents") with { NeededBy = [new Dependency(Orders, "C1", "a field is cast by it")] },
        Added(ResourceKind.SystemOfRecord, "orders") with { NeededBy = [new Dependency(Orders, "C2", "holds it")] },
        Added(ResourceKind.Projection, "pr_orders") with
        {
            Resource = Orders, SourceName = "pr_order",
            NeededBy = [new Dependency(Customer, "C2", "names it in its configuration"), new Dependency(new ResourceId(ResourceKind.SingleView, "sv_customer"), "C2", "names it in its configuration")],
        },
        Change(ChangeAction.Updated, new ResourceId(ResourceKind.SingleView, "sv_customer")) with
        {
            Before = Mark,
            Differences = [.. Enumerable.Range(1, 9).Select(at => $"~ fields[field_{at}].type: \"string\" → \"number\""), "+ fields[email].pattern: \".+@example\\.com\""],
        },
        Change(ChangeAction.Restored, Customer) with { Before = Mark, Differences = ["~ version: \"1.0.0\" → \"1.1.0\"", "- config.pr_orders.outgoing.sv_customer: {conditions: [1 item]}"] },
        Change(ChangeAction.Removed, new ResourceId(ResourceKind.SingleView, "sv_old")) with { Before = Mark },
        Change(ChangeAction.UpdateAvailable, new ResourceId(ResourceKind.SingleView, "sv_waits")) with { Before = Mark, Differences = ["~ version: \"1.0.0\" → \"2.0.0\""] },
        Change(ChangeAction.LeftAlone, new ResourceId(ResourceKind.SingleView, "sv_copy"), ImportMode.Resource),
        Added(ResourceKind.ErSchema, "er_partner") with { Origin = new ReferenceMark { Project = "partner-core" } }) with
    {
        Request = new ImportRequest { Name = "team-a/orders-from-core", Selection = new Selection { All = true } },
        Origin = Origin with { Repository = "https://gitlab.example.com/core/config.git" },
        Warnings =
        [
            Warning("er_customer names \"crud_items\", which is no Projection or Single View of core-data"),
            new Finding { Reason = Reason.DriftRestored, Rule = "D1", Message = "er-schema/er_customer was edited in the destination, and is put back", Resource = Customer },
        ],
        MissingServices = ["orders-rtu", "sv-customer-trigger"],
        Graph = [(Customer, Orders), (new ResourceId(ResourceKind.SingleView, "sv_customer"), Orders), (Orders, new ResourceId(ResourceKind.CastFunction, "toCents")), (Orders, new ResourceId(ResourceKind.SystemOfRecord, "orders"))],
    };

    public static PullRequestContext Context { get; } = new()
    {
        Import = "team-a/orders-from-core",
        IsInCluster = true,
        BaseBranch = "main",
        HeadBranch = "fastdata/team-a/orders-from-core",
    };

    private static ReferenceMark Mark { get; } = new() { Project = "core-data", Commit = "9c8b7a6d5c4b3a2918070123456789abcdef0123" };
}

using k8s.Models;

namespace FastDataOperator.Cluster.Tests.Chart;

/// <summary>What the chart lets the operator do: this much and nothing else.</summary>
public sealed class ChartRightsTests
{
    private static readonly string[] s_rights =
    [
        "create events", "get fastdataimports.fastdata.gitops.dev", "get fastdataimports/status.fastdata.gitops.dev", "get secrets",
        "list fastdataimports.fastdata.gitops.dev", "patch events", "patch fastdataimports.fastdata.gitops.dev",
        "patch fastdataimports/status.fastdata.gitops.dev", "watch fastdataimports.fastdata.gitops.dev",
    ];

    [Fact]
    public async Task Rights_OfTheWholeCluster_AreTheLeast()
    {
        var rendered = await Helm.RenderAsync();

        Assert.Equal(s_rights, Rights(rendered.Named<V1ClusterRole>(Helm.FullName).Rules));
        var binding = rendered.Single<V1ClusterRoleBinding>();
        Assert.Equal(Helm.FullName, binding.RoleRef.Name);
        AssertIsTheOperator(binding.Subjects);
    }

    [Theory]
    [InlineData]
    [InlineData("--set", "operator.watchNamespaces={team-a}")]
    public async Task Rights_ToWatchSecrets_ComeOnlyWhenAsked(params string[] options)
    {
        var rendered = await Helm.RenderAsync([.. options, "--set", "operator.watchSecrets=true"]);

        var rules = rendered.All<V1ClusterRole>().Where(static role => role.Metadata.Name == Helm.FullName).SelectMany(static role => role.Rules)
            .Concat(rendered.All<V1Role>().Where(static role => role.Metadata.Name == Helm.FullName).SelectMany(static role => role.Rules));
        Assert.Equal(s_rights.Concat(["list secrets", "watch secrets"]).Order(StringComparer.Ordinal), Rights(rules));
    }

    [Fact]
    public async Task Rights_OfNamespaces_AreInThemAlone()
    {
        var rendered = await Helm.RenderAsync("--set", "operator.watchNamespaces={team-a,team-b}");

        Assert.Empty(rendered.All<V1ClusterRole>());
        Assert.Empty(rendered.All<V1ClusterRoleBinding>());
        var roles = rendered.All<V1Role>().Where(static role => role.Metadata.Name == Helm.FullName).ToList();
        Assert.Equal(["team-a", "team-b"], roles.Select(static role => role.Metadata.NamespaceProperty));
        Assert.All(roles, static role => Assert.Equal(s_rights, Rights(role.Rules)));
        var bindings = rendered.All<V1RoleBinding>().Where(static binding => binding.RoleRef.Name == Helm.FullName).ToList();
        Assert.Equal(["team-a", "team-b"], bindings.Select(static binding => binding.Metadata.NamespaceProperty));
        Assert.All(bindings, static binding => AssertIsTheOperator(binding.Subjects));
    }

    [Theory]
    [InlineData("operator.leaderElect=true", Helm.Namespace, "create leases.coordination.k8s.io", "get leases.coordination.k8s.io", "update leases.coordination.k8s.io")]
    [InlineData("operator.leaseNamespace=leases", "leases", "create leases.coordination.k8s.io", "get leases.coordination.k8s.io", "update leases.coordination.k8s.io")]
    [InlineData("operator.leaseName=mine", Helm.Namespace, "create leases.coordination.k8s.io", "get leases.coordination.k8s.io/mine", "update leases.coordination.k8s.io/mine")]
    public async Task Rights_ToTheLease_AreWhereItLies(string values, string space, params string[] rights)
    {
        var rendered = await Helm.RenderAsync("--set", values);

        var role = rendered.Single<V1Role>();
        Assert.Equal(space, role.Metadata.NamespaceProperty);
        Assert.Equal(rights, Rights(role.Rules));
        var binding = rendered.Single<V1RoleBinding>();
        Assert.Equal((space, role.Metadata.Name), (binding.Metadata.NamespaceProperty, binding.RoleRef.Name));
        AssertIsTheOperator(binding.Subjects);
    }

    [Fact]
    public async Task Rights_ToTheLease_AreNoneWithoutElection() => Assert.Empty((await Helm.RenderAsync("--set", "operator.leaderElect=false")).All<V1Role>());

    [Fact]
    public async Task Rights_OfPeople_AreTheImportsWithoutTheirStatus()
    {
        var rendered = await Helm.RenderAsync();

        Assert.Equal(
            [
                "get fastdataimports.fastdata.gitops.dev", "get fastdataimports/status.fastdata.gitops.dev", "list fastdataimports.fastdata.gitops.dev",
                "list fastdataimports/status.fastdata.gitops.dev", "watch fastdataimports.fastdata.gitops.dev", "watch fastdataimports/status.fastdata.gitops.dev",
            ],
            Rights(rendered.Named<V1ClusterRole>(Helm.FullName + "-view").Rules));
        Assert.Equal(
            [
                "create fastdataimports.fastdata.gitops.dev", "delete fastdataimports.fastdata.gitops.dev", "deletecollection fastdataimports.fastdata.gitops.dev",
                "patch fastdataimports.fastdata.gitops.dev", "update fastdataimports.fastdata.gitops.dev",
            ],
            Rights(rendered.Named<V1ClusterRole>(Helm.FullName + "-edit").Rules));
        Assert.Equal([Helm.FullName], (await Helm.RenderAsync("--set", "rbac.aggregate=false")).All<V1ClusterRole>().Select(static role => role.Metadata.Name));
    }

    /// <summary>One line for each thing that may be done; a name behind a slash where only that object is meant.</summary>
    private static IEnumerable<string> Rights(IEnumerable<V1PolicyRule> rules) => rules
        .SelectMany(static rule =>
            from verb in rule.Verbs
            from kind in rule.Resources
            from area in rule.ApiGroups
            from name in rule.ResourceNames ?? [""]
            select $"{verb} {kind}{(area.Length > 0 ? "." + area : "")}{(name.Length > 0 ? "/" + name : "")}")
        .Order(StringComparer.Ordinal);

    private static void AssertIsTheOperator(IEnumerable<Rbacv1Subject> subjects)
    {
        var subject = Assert.Single(subjects);
        Assert.Equal(("ServiceAccount", Helm.FullName, Helm.Namespace), (subject.Kind, subject.Name, subject.NamespaceProperty));
    }
}

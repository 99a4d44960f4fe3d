using System.Xml.Linq;
using k8s.Models;

namespace FastDataOperator.Cluster.Tests.Chart;

/// <summary>The chart as a whole: what it is made of fits together, and what it renders to is valid.</summary>
public sealed class ChartTests(Cluster cluster)
{
    private const string EverythingButLists = "image.digest=sha256:0000000000000000000000000000000000000000000000000000000000000000,image.tag=v2,replicas=2,scratch.medium=Memory,"
        + "priorityClassName=urgent,podAnnotations.a=b,podLabels.team=core,serviceAccount.annotations.a=b,networkPolicy.enabled=true,podDisruptionBudget.enabled=true,"
        + "metrics.serviceMonitor.enabled=true,metrics.serviceMonitor.interval=30s,metrics.serviceMonitor.labels.a=b,metrics.service.annotations.a=b";

    private static readonly Dictionary<string, string[]> s_variants = new()
    {
        ["defaults"] = [],
        ["namespaces"] = ["--set", "operator.watchNamespaces={team-a,team-b}"],
        ["shard"] = ["--set", "operator.watchLabelSelector=shard=a,operator.watchSecrets=true"],
        ["silent"] = ["--set", "operator.leaderElect=false,operator.metricsBindAddress=0,operator.healthProbeBindAddress=0,networkPolicy.enabled=true"],
        ["lease"] = ["--set", "operator.leaseName=mine,operator.leaseNamespace=leases"],
        ["webhooks"] =
        [
            "--set", "webhooks.secretName=hooks,webhooks.service.annotations.a=b,networkPolicy.enabled=true,replicas=2", "--set-string", "operator.webhookBindAddress=:9292",
            "--set", "webhooks.ingress.enabled=true,webhooks.ingress.host=hooks.example.com,webhooks.ingress.className=nginx,webhooks.ingress.tlsSecretName=tls,webhooks.ingress.annotations.a=b",
            "--set-json", """networkPolicy.webhooksFrom=[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"ingress-nginx"}}}]""",
        ],
        ["little"] = ["--set", "rbac.create=false,serviceAccount.create=false,metrics.service.enabled=false"],
        ["OpenShift"] = ["--set", "podSecurityContext.runAsUser=null,podSecurityContext.runAsGroup=null,podSecurityContext.fsGroup=null"],
        ["everything"] =
        [
            "--set", EverythingButLists,
            "--set-json", """imagePullSecrets=[{"name":"pull"}]""",
            "--set-json", """env=[{"name":"HTTPS_PROXY","value":"http://proxy:3128"}]""",
            "--set-json", """volumes=[{"name":"ca","configMap":{"name":"ca"}}]""",
            "--set-json", """volumeMounts=[{"name":"ca","mountPath":"/etc/ssl/ca"}]""",
            "--set-json", """tolerations=[{"operator":"Exists"}]""",
            "--set-json", """affinity={"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,"preference":{"matchExpressions":[{"key":"a","operator":"Exists"}]}}]}}""",
            "--set-json", """topologySpreadConstraints=[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"ScheduleAnyway","labelSelector":{"matchLabels":{"a":"b"}}}]""",
            "--set-json", """networkPolicy.metricsFrom=[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"monitoring"}}}]""",
        ],
    };

    public static TheoryData<string> Variants => [.. s_variants.Keys];

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Chart_InEachVariant_PassesTheLint(string variant)
    {
        var run = await Helm.RunAsync("helm", ["lint", "--strict", Helm.Chart, .. s_variants[variant]]);

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Chart_InEachVariant_IsTakenByTheApiServer(string variant)
    {
        var rendered = await Helm.RenderAsync(s_variants[variant]);
        var spaces = rendered.All<V1Role>().Select(static role => role.Metadata.NamespaceProperty).Append(Helm.Namespace).Distinct();
        var file = Path.GetTempFileName();
        try
        {
            // The Prometheus operator's CRDs are not here. Namespaces are made by those who install.
            await File.WriteAllTextAsync(file, rendered.Without("ServiceMonitor"), TestContext.Current.CancellationToken);
            foreach (var space in spaces)
            {
                await cluster.KubectlAsync("apply", "--server-side", "-f", Manifest(space));
            }

            var taken = await cluster.KubectlAsync("apply", "--server-side", "--dry-run=server", "--validate=strict", "-f", file);

            Assert.Contains($"deployment.apps/{Helm.FullName} ", taken, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("operator.watchNamespace={a}", "at '/operator': additional properties 'watchNamespace' not allowed")]
    [InlineData("operatr.workers=3", "at '': additional properties 'operatr' not allowed")]
    [InlineData("image.tagg=v2", "at '/image': additional properties 'tagg' not allowed")]
    [InlineData("metrics.service.enable=true", "at '/metrics/service': additional properties 'enable' not allowed")]
    [InlineData("operator.workers=0", "at '/operator/workers'")]
    [InlineData("operator.leaseDuration=35", "at '/operator/leaseDuration'")]
    [InlineData("operator.logLevel=info", "at '/operator/logLevel'")]
    [InlineData("operator.watchNamespaces={Team}", "at '/operator/watchNamespaces/0'")]
    [InlineData("operator.clusterNetworks={10.96.0.0}", "at '/operator/clusterNetworks/0'")]
    [InlineData("image.digest=latest", "at '/image/digest'")]
    [InlineData("metrics.serviceMonitor.enabled=true,operator.metricsBindAddress=0", "metrics.serviceMonitor.enabled: operator.metricsBindAddress is \"0\"")]
    [InlineData("metrics.serviceMonitor.enabled=true,metrics.service.enabled=false", "set metrics.service.enabled too")]
    [InlineData("operator.webhookBindAddress=:9292", "name it in webhooks.secretName")]
    [InlineData("webhooks.secretName=hooks", "no webhooks are taken as long as operator.webhookBindAddress is \"0\"")]
    [InlineData("webhooks.ingress.enabled=true", "webhooks.ingress.enabled: operator.webhookBindAddress is \"0\"")]
    [InlineData("webhooks.ingress.enabled=true,operator.webhookBindAddress=:9292,webhooks.secretName=hooks", "webhooks.ingress.host is missing")]
    [InlineData("webhooks.secret=hooks", "at '/webhooks': additional properties 'secret' not allowed")]
    public async Task Values_ThatAreWrong_AreRefusedWithTheReason(string value, string reason)
    {
        var run = await Helm.TemplateAsync("--set", value);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chart_OfItsDefaults_RendersTheseObjects()
    {
        var rendered = await Helm.RenderAsync();

        Assert.Equal(
            [
                $"ClusterRole/{Helm.FullName}", $"ClusterRole/{Helm.FullName}-edit", $"ClusterRole/{Helm.FullName}-view", $"ClusterRoleBinding/{Helm.FullName}",
                $"Deployment/{Helm.FullName}", $"Role/{Helm.FullName}-lease", $"RoleBinding/{Helm.FullName}-lease", $"Service/{Helm.FullName}-metrics", $"ServiceAccount/{Helm.FullName}",
            ],
            rendered.Names);
    }

    [Fact]
    public async Task Chart_WithTheOptionalParts_RendersThemToo()
    {
        var usual = await Helm.RenderAsync();

        var rendered = await Helm.RenderAsync("--set", EverythingButLists);

        Assert.Equal([$"NetworkPolicy/{Helm.FullName}", $"PodDisruptionBudget/{Helm.FullName}", $"ServiceMonitor/{Helm.FullName}"], rendered.Names.Except(usual.Names));
        var policy = rendered.Single<V1NetworkPolicy>();
        Assert.Equal(["metrics", "health"], policy.Spec.Ingress.SelectMany(static rule => rule.Ports).Select(static port => port.Port.Value));
        Assert.Null(Assert.Single(policy.Spec.Egress).To);
    }

    [Fact]
    public async Task Chart_WithWebhooks_RendersTheirServiceTheirIngressAndARule()
    {
        var usual = await Helm.RenderAsync("--set", "networkPolicy.enabled=true,replicas=2");

        var rendered = await Helm.RenderAsync(s_variants["webhooks"]);

        Assert.Equal([$"Ingress/{Helm.FullName}-webhooks", $"Service/{Helm.FullName}-webhooks"], rendered.Names.Except(usual.Names));
        var ingress = rendered.Single<V1Ingress>();
        Assert.Equal("hooks.example.com", Assert.Single(ingress.Spec.Tls).Hosts.Single());
        var path = Assert.Single(Assert.Single(ingress.Spec.Rules).Http.Paths);
        Assert.Equal(("/hooks", "Prefix", $"{Helm.FullName}-webhooks", "webhooks"), (path.Path, path.PathType, path.Backend.Service.Name, path.Backend.Service.Port.Name));
        var rule = rendered.Single<V1NetworkPolicy>().Spec.Ingress[^1];
        Assert.Equal("webhooks", Assert.Single(rule.Ports).Port.Value);
        Assert.Equal(rendered.Single<V1Deployment>().Spec.Selector.MatchLabels, rule.FromProperty[0].PodSelector.MatchLabels);
        Assert.Equal(2, rule.FromProperty.Count);
        var rights = new[] { rendered, usual }.Select(static chart => string.Join(' ', chart.All<V1ClusterRole>().Concat<object>(chart.All<V1Role>()).Select(static role => k8s.KubernetesYaml.Serialize(role))));
        Assert.Single(rights.Distinct());
    }

    [Fact]
    public void Readme_OfTheValues_SaysWhatTheyAre()
    {
        var readme = File.ReadAllLines(Path.Combine(Helm.Chart, "README.md"));
        var table = readme.SkipWhile(static line => line != "| key | default | meaning |").Skip(2).TakeWhile(static line => line.StartsWith('|'));

        Assert.Equal(string.Join('\n', ChartValue.ReadAll().Select(static value => value.Row())), string.Join('\n', table));
    }

    [Fact]
    public void Values_OfTheChart_AreAllExplained() =>
        Assert.Empty(ChartValue.ReadAll().Where(static value => value.Meaning.Length == 0 || value.Meaning.Contains('|', StringComparison.Ordinal)).Select(static value => value.Key));

    [Fact]
    public void Crds_OfTheChart_AreTheProjects()
    {
        var (ours, charts) = (Path.Combine(AppContext.BaseDirectory, "crds"), Path.Combine(Helm.Chart, "crds"));

        Assert.Equal(Directory.EnumerateFiles(ours).Select(Path.GetFileName).Order(), Directory.EnumerateFiles(charts).Select(Path.GetFileName).Order());
        Assert.All(Directory.EnumerateFiles(ours), file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(charts, Path.GetFileName(file)))));
    }

    [Fact]
    public void Versions_OfTheChart_AreTheProjects()
    {
        var version = Property("Directory.Build.props", "Version");

        var chart = File.ReadAllLines(Path.Combine(Helm.Chart, "Chart.yaml"));

        Assert.Contains($"version: {version}", chart);
        Assert.Contains($"appVersion: {version}", chart);
    }

    [Fact]
    public async Task Image_OfTheProject_IsTheOneThatTheChartRuns()
    {
        var deployment = (await Helm.RenderAsync()).Single<V1Deployment>();

        var container = Assert.Single(deployment.Spec.Template.Spec.Containers);
        Assert.EndsWith($"/{Property("FastDataOperator.csproj", "ContainerRepository")}:{Property("Directory.Build.props", "Version")}", container.Image, StringComparison.Ordinal);
        var security = deployment.Spec.Template.Spec.SecurityContext;
        Assert.Equal(Property("FastDataOperator.csproj", "ContainerUser"), $"{security.RunAsUser}:{security.RunAsGroup}");
        var ports = Project("FastDataOperator.csproj").Descendants("ContainerPort").Single().Attribute("Include")!.Value;
        Assert.Equal(ports.Split(';'), container.Ports.Select(static port => $"{port.ContainerPort}"));
    }

    [Fact]
    public async Task PlainManifest_OfTheProject_IsTheChartWithItsDefaults()
    {
        var run = await Helm.RunAsync("sh", Path.Combine(AppContext.BaseDirectory, "config", "render"));

        Assert.True(run.ExitCode == 0, run.Error);
        var install = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "config", "install.yaml"), TestContext.Current.CancellationToken);
        Assert.True(run.Output == install, "config/install.yaml is not what config/render prints now: config/render >config/install.yaml");
    }

    private static string Manifest(string space)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"namespace-{space}.yaml");
        File.WriteAllText(file, $"apiVersion: v1\nkind: Namespace\nmetadata: {{name: {space}}}\n");
        return file;
    }

    private static string Property(string file, string name) => Project(file).Descendants(name).Single().Value;

    private static XDocument Project(string file) => XDocument.Load(Path.Combine(AppContext.BaseDirectory, "project", file));
}

using FastDataOperator.Cli;
using FastDataOperator.Configuration;
using k8s.Models;

namespace FastDataOperator.Cluster.Tests.Chart;

/// <summary>The pod: its arguments are the operator's settings, one for one, and it keeps to the restricted pod security standard.</summary>
public sealed class ChartArgumentsTests
{
    private const string Prefix = "operator.";

    /// <summary>For running outside a cluster; the directories are where the chart mounts its volumes.</summary>
    private static readonly Setting[] s_notValues = [OperatorSettings.ConfigurationFile, OperatorSettings.ScratchDirectory, OperatorSettings.WebhookSecretsDirectory, OperatorSettings.Kubeconfig, OperatorSettings.Context];

    private static IReadOnlyList<Setting> Expected => [.. OperatorSettings.All.Except(s_notValues)];

    [Fact]
    public void Values_OfTheOperator_AreItsSettings() => Assert.Equal(Expected.Select(static setting => setting.Key).Order(), Given().Select(static value => value.Key[Prefix.Length..]).Order());

    [Fact]
    public void Values_OfTheOperator_HaveItsDefaults() => Assert.All(Given(), static value =>
    {
        var setting = OperatorSettings.All.Single(setting => setting.Key == value.Key[Prefix.Length..]);

        Assert.Equal(setting.Default, value.Default is "null" or "[]" ? null : value.Default.Trim('"'));
    });

    [Fact]
    public async Task Arguments_GivenEveryValue_AreFlagsThatTheOperatorTakes()
    {
        var container = Container(await Helm.RenderAsync(
            "--set", "operator.watchNamespaces={team-a,team-b},operator.watchLabelSelector=shard in (a\\,b)",
            "--set", "operator.allowedHosts={git.example.com,*.example.org},operator.clusterNetworks={10.96.0.0/12,fd00::/8}",
            "--set", "operator.leaseNamespace=leases,operator.leaseName=mine,operator.metricsBindAddress=0",
            "--set", "webhooks.secretName=hooks", "--set-string", "operator.webhookBindAddress=:9292"));

        Assert.Equal(OperatorVerb.Name, container.Args[0]);
        Assert.Empty(OperatorVerb.Create(TimeProvider.System, isCalled: true).Parse([.. container.Args.Skip(1)]).Errors.Select(static error => error.Message));
        var flags = container.Args.Skip(1).Select(static argument => argument.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => pair[1]);
        Assert.Equal(Expected.Append(OperatorSettings.ScratchDirectory).Append(OperatorSettings.WebhookSecretsDirectory).Select(static setting => setting.Flag).Order(), flags.Keys.Order());
        Assert.All(flags, static pair =>
        {
            var setting = OperatorSettings.All.Single(setting => setting.Flag == pair.Key);
            Assert.All(setting.Kind is SettingKind.List ? pair.Value.Split(',') : [pair.Value], item => Assert.Null(setting.FaultOf(item)));
        });
        Assert.Equal("team-a,team-b", flags["--watch-namespaces"]);
        Assert.Equal("shard in (a,b)", flags["--watch-label-selector"]);
    }

    [Theory]
    [InlineData("30s", 45)]
    [InlineData("0s", 15)]
    [InlineData("500ms", 16)]
    [InlineData("1m30.5s", 106)]
    [InlineData("1h", 3615)]
    public async Task Pod_OfAShutdownTimeout_IsGivenLonger(string timeout, long seconds)
    {
        var pod = Pod(await Helm.RenderAsync("--set", $"operator.gracefulShutdownTimeout={timeout}"));

        Assert.Equal(seconds, pod.TerminationGracePeriodSeconds);
    }

    [Fact]
    public async Task Pod_OfTheDefaults_IsRestricted()
    {
        var rendered = await Helm.RenderAsync();

        var pod = Pod(rendered);
        Assert.Equal(
            (true, 65532, 65532, "RuntimeDefault"),
            (pod.SecurityContext.RunAsNonRoot, pod.SecurityContext.RunAsUser, pod.SecurityContext.RunAsGroup, pod.SecurityContext.SeccompProfile.Type));
        Assert.False(pod.EnableServiceLinks);
        var container = Container(rendered);
        Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
        Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
        Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        Assert.Null(container.SecurityContext.Capabilities.Add);
        var mount = Assert.Single(container.VolumeMounts);
        Assert.NotNull(Assert.Single(pod.Volumes, volume => volume.Name == mount.Name).EmptyDir.SizeLimit);
        Assert.Contains($"{OperatorSettings.ScratchDirectory.Flag}={mount.MountPath}", container.Args);
        Assert.Equal(
            [("HOME", mount.MountPath), ("TMPDIR", mount.MountPath)],
            container.Env.Where(static variable => variable.Value is not null).Select(static variable => (variable.Name, variable.Value)));
        Assert.Equal(
            ["POD_NAME=metadata.name", "POD_NAMESPACE=metadata.namespace", "POD_UID=metadata.uid"],
            container.Env.Where(static variable => variable.ValueFrom is not null).Select(static variable => $"{variable.Name}={variable.ValueFrom.FieldRef.FieldPath}"));
    }

    [Fact]
    public async Task Pod_OfTheDefaults_IsProbedAndScraped()
    {
        var rendered = await Helm.RenderAsync();

        var container = Container(rendered);
        Assert.Equal([("metrics", 8080), ("health", 8081)], container.Ports.Select(static port => (port.Name, port.ContainerPort)));
        Assert.Equal(("/healthz", "health"), (container.LivenessProbe.HttpGet.Path, container.LivenessProbe.HttpGet.Port.Value));
        Assert.Equal(("/readyz", "health"), (container.ReadinessProbe.HttpGet.Path, container.ReadinessProbe.HttpGet.Port.Value));
        Assert.Equal("metrics", Assert.Single(rendered.Single<V1Service>().Spec.Ports).TargetPort.Value);
    }

    [Fact]
    public async Task Pod_ThatTakesWebhooks_HasTheirPortTheirSecretsAndItsAddress()
    {
        var rendered = await Helm.RenderAsync("--set", "webhooks.secretName=hooks", "--set-string", "operator.webhookBindAddress=:9292");

        var container = Container(rendered);
        Assert.Contains(container.Ports, static port => (port.Name, port.ContainerPort) == ("webhooks", 9292));
        Assert.Contains("--webhook-bind-address=:9292", container.Args);
        var mount = Assert.Single(container.VolumeMounts, static mount => mount.Name == "webhook-secrets");
        Assert.True(mount.ReadOnlyProperty);
        Assert.Null(mount.SubPath);
        Assert.Contains($"{OperatorSettings.WebhookSecretsDirectory.Flag}={mount.MountPath}", container.Args);
        Assert.Equal("hooks", Assert.Single(Pod(rendered).Volumes, volume => volume.Name == mount.Name).Secret.SecretName);
        Assert.Equal("status.podIP", Assert.Single(container.Env, static variable => variable.Name == "POD_IP").ValueFrom.FieldRef.FieldPath);
        Assert.Equal("webhooks", Assert.Single(rendered.Named<V1Service>($"{Helm.FullName}-webhooks").Spec.Ports).TargetPort.Value);
    }

    [Fact]
    public async Task Pod_WithoutServers_HasNeitherPortsNorProbes()
    {
        var rendered = await Helm.RenderAsync("--set", "operator.metricsBindAddress=0,operator.healthProbeBindAddress=0");

        var container = Container(rendered);
        Assert.Null(container.Ports);
        Assert.Null(container.LivenessProbe);
        Assert.Null(container.ReadinessProbe);
        Assert.Empty(rendered.All<V1Service>());
    }

    private static IReadOnlyList<ChartValue> Given() => [.. ChartValue.ReadAll().Where(static value => value.Key.StartsWith(Prefix, StringComparison.Ordinal))];

    private static V1PodSpec Pod(RenderedChart rendered) => rendered.Single<V1Deployment>().Spec.Template.Spec;

    private static V1Container Container(RenderedChart rendered) => Assert.Single(Pod(rendered).Containers);
}

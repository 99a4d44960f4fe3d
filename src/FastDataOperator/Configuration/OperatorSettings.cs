namespace FastDataOperator.Configuration;

/// <summary>The one table of settings: flags, help, variables, keys of the file and the documentation all come from it.</summary>
internal static class OperatorSettings
{
    public static Setting ConfigurationFile { get; } = new("config", SettingKind.Text)
    {
        HelpName = "FILE",
        Description = "A YAML or JSON file with the same settings, named as in watchNamespaces. Flags and variables go before it.",
        IsInFile = false,
    };

    public static Setting Workers { get; } = new("workers", SettingKind.WholeNumber)
    {
        HelpName = "N",
        Default = "4",
        Description = "How many imports are worked on at a time.",
        Check = SettingRules.Between(1, 256),
    };

    public static Setting WatchNamespaces { get; } = new("watch-namespaces", SettingKind.List)
    {
        HelpName = "LIST",
        DefaultInWords = "all",
        Description = "The namespaces whose imports are kept. With it no right on the whole cluster is needed.",
        Check = SettingRules.NamespaceName,
    };

    public static Setting WatchLabelSelector { get; } = new("watch-label-selector", SettingKind.Text)
    {
        HelpName = "SELECTOR",
        DefaultInWords = "all",
        Description = "Only imports with these labels: one shard of several, each with a Lease of its own.",
        Check = SettingRules.LabelSelector,
    };

    public static Setting WatchSecrets { get; } = new("watch-secrets", SettingKind.Flag)
    {
        Default = "false",
        Description = "Watches Secrets labelled reconcile.fastdata.gitops.dev/watch=Enabled, so that a changed one acts at once. Needs list and watch on Secrets; without it each is read when it is needed.",
    };

    public static Setting AllowedHosts { get; } = new("allowed-hosts", SettingKind.List)
    {
        HelpName = "LIST",
        DefaultInWords = "any host",
        Description = "The hosts that repositories may be on: git.example.com, git.example.com:8443 or *.example.com. An exact one may also be at an address that is refused otherwise.",
        Check = SettingRules.HostPattern,
    };

    public static Setting ClusterNetworks { get; } = new("cluster-networks", SettingKind.List)
    {
        HelpName = "LIST",
        DefaultInWords = "none",
        Description = "The networks (CIDR) of pods and services. Repositories there are refused, as they are at loopback, link-local and metadata addresses and at the API server.",
        Check = SettingRules.Network,
    };

    public static Setting AllowHttp { get; } = new("allow-http", SettingKind.Flag)
    {
        Default = "false",
        Description = "Allows repositories over plain http, where everyone on the way can read credentials.",
    };

    public static Setting AllowLocalRepositories { get; } = new("allow-local-repositories", SettingKind.Flag)
    {
        Default = "false",
        Description = "Allows file:// and paths, which lie in the operator's own container.",
    };

    public static Setting LeaderElect { get; } = new("leader-elect", SettingKind.Flag)
    {
        Default = "true",
        Description = "Works only while it holds the Lease, so that several replicas never do the same.",
    };

    public static Setting LeaseNamespace { get; } = new("lease-namespace", SettingKind.Text)
    {
        HelpName = "NAMESPACE",
        DefaultInWords = "the pod's namespace; outside a pod that of the kubeconfig's context, else default",
        Description = "Where the Lease lies.",
        Check = SettingRules.NamespaceName,
    };

    public static Setting LeaseName { get; } = new("lease-name", SettingKind.Text)
    {
        HelpName = "NAME",
        DefaultInWords = "fastdata-operator; with a selector or namespaces fastdata-operator- and 8 digits made of them",
        Description = "The Lease that replicas with the same imports share.",
        Check = SettingRules.ObjectName,
    };

    public static Setting LeaseDuration { get; } = new("lease-duration", SettingKind.Duration)
    {
        HelpName = "DURATION",
        Default = "35s",
        Description = "How long the others wait after the leader was last heard of.",
        Check = SettingRules.LeaseDuration,
    };

    public static Setting RenewDeadline { get; } = new("renew-deadline", SettingKind.Duration)
    {
        HelpName = "DURATION",
        Default = "30s",
        Description = "How long the leader goes on without having renewed the Lease; shorter than --lease-duration.",
        Check = SettingRules.Lasting("500ms", "1h"),
    };

    public static Setting RetryPeriod { get; } = new("retry-period", SettingKind.Duration)
    {
        HelpName = "DURATION",
        Default = "5s",
        Description = "How often the Lease is asked for and renewed; shorter than --renew-deadline.",
        Check = SettingRules.Lasting("100ms", "10m"),
    };

    public static Setting GracefulShutdownTimeout { get; } = new("graceful-shutdown-timeout", SettingKind.Duration)
    {
        HelpName = "DURATION",
        Default = "30s",
        Description = "How long a running import may still take after SIGTERM; keep terminationGracePeriodSeconds longer.",
        Check = SettingRules.Lasting("0s", "1h"),
    };

    public static Setting MetricsBindAddress { get; } = new("metrics-bind-address", SettingKind.Text)
    {
        HelpName = "ADDRESS",
        Default = ":8080",
        Description = "Where /metrics answers; 0 switches it off.",
        Check = SettingRules.Address,
    };

    public static Setting HealthProbeBindAddress { get; } = new("health-probe-bind-address", SettingKind.Text)
    {
        HelpName = "ADDRESS",
        Default = ":8081",
        Description = "Where /healthz and /readyz answer; 0 switches them off.",
        Check = SettingRules.Address,
    };

    public static Setting WebhookBindAddress { get; } = new("webhook-bind-address", SettingKind.Text)
    {
        HelpName = "ADDRESS",
        Default = BindAddress.Off,
        Description = "Where webhooks are taken, such as :9292; 0 switches them off. Needs --webhook-secrets-directory.",
        Check = SettingRules.Address,
    };

    public static Setting WebhookSecretsDirectory { get; } = new("webhook-secrets-directory", SettingKind.Text)
    {
        HelpName = "DIRECTORY",
        DefaultInWords = "none",
        Description = "A directory with the secrets of webhooks, a mounted Secret: files github, gitlab, gitea, azuredevops, bitbucket and generic, a secret a line. Read again when it changes.",
    };

    public static Setting ScratchDirectory { get; } = new("scratch-directory", SettingKind.Text)
    {
        HelpName = "DIRECTORY",
        DefaultInWords = "the system's folder for temporary files",
        Description = "The only place that is written to; made where it is missing.",
    };

    public static Setting LogLevel { get; } = new("log-level", SettingKind.Text)
    {
        HelpName = "LEVEL",
        Default = "Information",
        Description = "The least that is logged: Trace, Debug, Information, Warning, Error, Critical or None; JSON lines on standard output.",
        Check = SettingRules.LogLevel,
    };

    public static Setting Kubeconfig { get; } = new("kubeconfig", SettingKind.Text)
    {
        HelpName = "FILE",
        DefaultInWords = "the pod's service account, else KUBECONFIG or ~/.kube/config",
        Description = "How to reach the API server from outside its cluster.",
    };

    public static Setting Context { get; } = new("context", SettingKind.Text)
    {
        HelpName = "NAME",
        DefaultInWords = "the current one",
        Description = "The context of the kubeconfig; with it the pod's service account is not used.",
    };

    /// <summary>In the order of help and documentation.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        ConfigurationFile, Workers,
        WatchNamespaces, WatchLabelSelector, WatchSecrets,
        AllowedHosts, ClusterNetworks, AllowHttp, AllowLocalRepositories,
        LeaderElect, LeaseNamespace, LeaseName, LeaseDuration, RenewDeadline, RetryPeriod,
        GracefulShutdownTimeout, MetricsBindAddress, HealthProbeBindAddress, WebhookBindAddress, WebhookSecretsDirectory, ScratchDirectory, LogLevel,
        Kubeconfig, Context,
    ];
}

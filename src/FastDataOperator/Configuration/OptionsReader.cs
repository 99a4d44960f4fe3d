using System.Net;
using System.Security.Cryptography;
using System.Text;
using FastDataOperator.Core.Findings;
using FastDataOperator.Webhooks;

namespace FastDataOperator.Configuration;

/// <summary>Weighs flags, variables and the file, in this order, and checks all of them.</summary>
/// <param name="flags">As they were given.</param>
/// <param name="environment">All variables of the process.</param>
internal sealed class OptionsReader(IReadOnlyList<GivenSetting> flags, IReadOnlyDictionary<string, string> environment)
{
    private const string DefaultLease = "fastdata-operator";

    private readonly IReadOnlyList<GivenSetting> _variables = EnvironmentSettings.Read(environment);

    /// <summary>The file to read, as flag or variable name it.</summary>
    public string? ConfigurationFile =>
        flags.Concat(_variables).FirstOrDefault(given => given.Setting == OperatorSettings.ConfigurationFile) is { Items: [var item, ..] } ? item.Text : null;

    /// <summary>Says why an address cannot be listened on; by default nobody tries.</summary>
    public Func<BindAddress, SettingFault?> Listen { get; init; } = static _ => null;

    /// <summary>Without a file.</summary>
    public OptionsRead Read() => Read([], new SettingProblems());

    /// <param name="file">What messages call it.</param>
    /// <param name="bytes">Its content; at most one byte more than <see cref="Manifests.ManifestLimits.Bytes"/>.</param>
    public OptionsRead Read(string file, ReadOnlySpan<byte> bytes)
    {
        var problems = new SettingProblems();
        return Read(FileSettings.Read(file, bytes, problems), problems);
    }

    private OptionsRead Read(IReadOnlyList<GivenSetting> file, SettingProblems ofFile)
    {
        var problems = new SettingProblems();
        var values = new SettingValues([.. flags, .. _variables, .. file], problems);
        problems.Add(ofFile.Found);
        RequireOrder(values, OperatorSettings.RenewDeadline, OperatorSettings.LeaseDuration, problems);
        RequireOrder(values, OperatorSettings.RetryPeriod, OperatorSettings.RenewDeadline, problems);
        RequireApart(values, problems);
        RequireListening(values, problems);
        RequireWebhookSecrets(values, problems);
        var scratch = Scratch(values, problems);
        return problems.Found.Count > 0
            ? new OptionsRead.Refused(problems.Found)
            : new OptionsRead.Success(Build(values, scratch), EnvironmentSettings.Unknown(environment));
    }

    private OperatorOptions Build(SettingValues values, string scratch)
    {
        var watch = new WatchOptions
        {
            Namespaces = values.Texts(OperatorSettings.WatchNamespaces),
            LabelSelector = values.Text(OperatorSettings.WatchLabelSelector),
            Secrets = values.Flag(OperatorSettings.WatchSecrets)!.Value,
        };
        var pod = new PodIdentity(
            Variable("POD_NAME") ?? Environment.MachineName,
            Variable("POD_NAMESPACE"),
            Variable("POD_UID") ?? Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return new OperatorOptions
        {
            Workers = values.Number(OperatorSettings.Workers)!.Value,
            Watch = watch,
            Remotes = new RemoteOptions
            {
                AllowedHosts = values.Texts(OperatorSettings.AllowedHosts),
                ClusterNetworks = [.. values.Texts(OperatorSettings.ClusterNetworks).Select(IPNetwork.Parse)],
                AllowHttp = values.Flag(OperatorSettings.AllowHttp)!.Value,
                AllowLocalRepositories = values.Flag(OperatorSettings.AllowLocalRepositories)!.Value,
            },
            Lease = new LeaseOptions
            {
                IsElected = values.Flag(OperatorSettings.LeaderElect)!.Value,
                Namespace = values.Text(OperatorSettings.LeaseNamespace) ?? pod.Namespace,
                Name = values.Text(OperatorSettings.LeaseName) ?? LeaseNameOf(watch),
                Duration = values.Duration(OperatorSettings.LeaseDuration)!.Value,
                RenewDeadline = values.Duration(OperatorSettings.RenewDeadline)!.Value,
                RetryPeriod = values.Duration(OperatorSettings.RetryPeriod)!.Value,
            },
            Connection = new ConnectionOptions
            {
                Kubeconfig = values.Text(OperatorSettings.Kubeconfig),
                Context = values.Text(OperatorSettings.Context),
            },
            Pod = pod,
            GracefulShutdownTimeout = values.Duration(OperatorSettings.GracefulShutdownTimeout)!.Value,
            Metrics = values.Address(OperatorSettings.MetricsBindAddress),
            Health = values.Address(OperatorSettings.HealthProbeBindAddress),
            Webhooks = values.Address(OperatorSettings.WebhookBindAddress) is { } address
                ? new WebhookOptions(address, Path.GetFullPath(values.Text(OperatorSettings.WebhookSecretsDirectory)!)).At(Variable("POD_IP"))
                : null,
            ScratchDirectory = scratch,
            LogLevel = values.Text(OperatorSettings.LogLevel)!,
        };
    }

    private string? Variable(string name) => environment.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>Shards that watch something else must not wait for one another. The order of namespaces does not matter.</summary>
    private static string LeaseNameOf(WatchOptions watch)
    {
        if (watch is { Namespaces: [], LabelSelector: null })
        {
            return DefaultLease;
        }

        var shard = $"{string.Join(',', watch.Namespaces.Order(StringComparer.Ordinal))}\n{watch.LabelSelector}";
        return $"{DefaultLease}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(shard)).AsSpan(0, 4))}";
    }

    private static void RequireOrder(SettingValues values, Setting shorter, Setting longer, SettingProblems problems)
    {
        if (values.Duration(shorter) >= values.Duration(longer))
        {
            var (wrong, bound) = (values.Item(shorter)!, values.Item(longer)!);
            problems.Add(Reason.InvalidValue, $"{wrong.Origin}: {wrong.Text} is not shorter than {bound.Origin}, which is {bound.Text}", $"make it shorter, or {longer.Flag} longer", wrong.Location ?? bound.Location);
        }
    }

    /// <summary>Probes and metrics may have one port; webhooks come from outside and have their own.</summary>
    private static void RequireApart(SettingValues values, SettingProblems problems)
    {
        RequireApart(OperatorSettings.MetricsBindAddress, OperatorSettings.HealthProbeBindAddress, "give them different ports, or exactly the same address", static (first, second) => first.Collides(second));
        foreach (var other in (ReadOnlySpan<Setting>)[OperatorSettings.MetricsBindAddress, OperatorSettings.HealthProbeBindAddress])
        {
            RequireApart(other, OperatorSettings.WebhookBindAddress, "give webhooks a port of their own", static (first, second) => first.Collides(second) || (first.Port != 0 && first == second));
        }

        void RequireApart(Setting one, Setting two, string remedy, Func<BindAddress, BindAddress, bool> collide)
        {
            if (values.Address(one) is { } left && values.Address(two) is { } right && collide(left, right))
            {
                var (first, second) = (values.Item(one)!, values.Item(two)!);
                problems.Add(Reason.InvalidValue, $"{first.Origin} {first.Text} and {second.Origin} {second.Text} want the same port", remedy, first.Location ?? second.Location);
            }
        }
    }

    private void RequireListening(SettingValues values, SettingProblems problems)
    {
        foreach (var setting in (ReadOnlySpan<Setting>)[OperatorSettings.MetricsBindAddress, OperatorSettings.HealthProbeBindAddress, OperatorSettings.WebhookBindAddress])
        {
            if (values.Address(setting) is { } address && Listen(address) is { } fault)
            {
                problems.Add(values.Item(setting)!, fault);
            }
        }
    }

    /// <summary>Webhooks that anybody could send are none.</summary>
    private static void RequireWebhookSecrets(SettingValues values, SettingProblems problems)
    {
        if (values.Address(OperatorSettings.WebhookBindAddress) is null)
        {
            return;
        }

        const string remedy = "mount a Secret with a file for each forge, a secret a line, such as github";
        if (values.Item(OperatorSettings.WebhookSecretsDirectory) is not { } directory)
        {
            var address = values.Item(OperatorSettings.WebhookBindAddress)!;
            problems.Add(Reason.MissingField, $"{address.Origin} is {address.Text}, and {OperatorSettings.WebhookSecretsDirectory.Flag} is not given: webhooks need secrets", remedy, address.Location);
        }
        else if (values.Text(OperatorSettings.WebhookSecretsDirectory) is { } path && WebhookSecrets.FaultOf(path) is { } fault)
        {
            problems.Add(directory, new SettingFault(fault, remedy));
        }
    }

    private static string Scratch(SettingValues values, SettingProblems problems)
    {
        var given = values.Item(OperatorSettings.ScratchDirectory) ?? new GivenItem(Path.GetTempPath(), OperatorSettings.ScratchDirectory.Flag);
        if (ScratchFolder.FaultOf(given.Text) is { } fault)
        {
            problems.Add(given, fault);
        }

        return Path.GetFullPath(given.Text);
    }
}

using System.Collections;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.Metrics;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using FastDataOperator.ApiServer;
using FastDataOperator.Cli.Kubectl;
using FastDataOperator.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;
using FastDataOperator.Hosting;
using FastDataOperator.Manifests;
using FastDataOperator.Metrics;
using k8s;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FastDataOperator.Cli;

/// <summary><c>fastdata operator</c>: keeps the imports of a cluster until it is told to stop.</summary>
internal static class OperatorVerb
{
    public const string Name = "operator";

    /// <param name="timeProvider">The clock of everything.</param>
    /// <param name="isCalled">Whether this verb is called. If not, its name is all that the others need: two dozen options cost every start of the
    /// command line 2 ms.</param>
    public static Command Create(TimeProvider timeProvider, bool isCalled)
    {
        var command = new Command(Name, "Keeps the FastDataImport objects of a cluster: the controller that runs in a pod.");
        if (isCalled)
        {
            Complete(command, timeProvider);
        }

        return command;
    }

    private static void Complete(Command command, TimeProvider timeProvider)
    {
        VerbHelp.Extend(command, $"""
            Each option can also be given as a variable, {OperatorSettings.WatchNamespaces.Variable} for {OperatorSettings.WatchNamespaces.Flag}, or in the file,
            {OperatorSettings.WatchNamespaces.Key}: there. A flag goes before a variable, a variable before the file.

            Exit code: 0 stopped as told (SIGTERM, Ctrl-C), 1 a setting is wrong or it cannot run.

            Examples:
              fastdata operator
              fastdata operator --watch-namespaces team-a,team-b --allowed-hosts git.example.com
              fastdata operator --kubeconfig ~/.kube/config --context kind-dev --leader-elect=false

            """);
        var options = OperatorSettings.All.Select(setting => (Setting: setting, Option: OptionOf(setting))).ToList();
        foreach (var (_, option) in options)
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellationToken) => Verb.RunAsync(
            () => RunAsync([.. options.Select(pair => Given(pair.Setting, parsed.GetResult(pair.Option))).OfType<GivenSetting>()], timeProvider, cancellationToken),
            cancellationToken));
    }

    /// <summary>Values are taken as text: the table judges them, with what variables and the file say.</summary>
    private static Option OptionOf(Setting setting)
    {
        Option option = setting.Kind is SettingKind.List ? new Option<string[]>(setting.Flag) : new Option<string>(setting.Flag);
        var standard = setting.Default ?? setting.DefaultInWords;
        option.Description = standard is null ? setting.Description : $"{setting.Description} Default: {standard}.";
        option.HelpName = setting.HelpName ?? "true|false";
        option.Arity = setting.Kind switch
        {
            SettingKind.Flag => ArgumentArity.ZeroOrOne,
            SettingKind.List => ArgumentArity.OneOrMore,
            _ => ArgumentArity.ExactlyOne,
        };
        return option;
    }

    /// <summary>A flag that stands alone means true.</summary>
    private static GivenSetting? Given(Setting setting, OptionResult? result) =>
        result is null or { Implicit: true } ? null
        : GivenSetting.Of(setting, setting.Flag, result.Tokens.Count == 0 ? ["true"] : result.Tokens.Select(token => token.Value));

    private static async Task<int> RunAsync(IReadOnlyList<GivenSetting> flags, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var ports = new ClaimedPorts();
        var reader = new OptionsReader(flags, Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(pair => (string)pair.Key, pair => (string?)pair.Value ?? "", StringComparer.Ordinal)) { Listen = ports.Claim };
        var read = reader.ConfigurationFile is not { } path
            ? reader.Read()
            : reader.Read(InputFile.NameOf(path), (await InputFile.ReadAsync(path, ManifestLimits.Bytes, cancellationToken)).Bytes.Span);
        switch (read)
        {
            case OptionsRead.Success(var options, var warnings):
                return await ServeAsync(options, warnings, ports, timeProvider, cancellationToken);
            case OptionsRead.Refused(var problems):
                Complaint.Errors(problems);
                return ExitCode.Failure;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Apart, so that other verbs load nothing of ASP.NET Core and KubernetesClient.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<int> ServeAsync(OperatorOptions options, IReadOnlyList<Finding> warnings, ClaimedPorts ports, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var meter = new Meter(OperatorMeter.Name);
        if (await ConfigureAsync(options.Connection) is not { } configuration)
        {
            return ExitCode.Failure;
        }

        using var connection = ClusterConnection.Open(configuration, meter, timeProvider, Chance);
        using var git = new GitClient(timeProvider, options.ScratchDirectory, new GitLimits(), PolicyOf(options.Remotes, connection.Host), meter);
        using var host = OperatorHost.Create(options, warnings, connection, meter, timeProvider, services =>
        {
            services.Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = ports.Take);
            OperatorService.AddTo(services, git, new ForgeClient(git).Open, Chance);
        });
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Told to stop before it had started.
            return ExitCode.Success;
        }
        catch (IOException fault)
        {
            // What the web server has against a port all the same.
            Complaint.Error($"cannot start: {fault.Message.TrimEnd('.')}");
            return ExitCode.Failure;
        }

        await host.WaitForShutdownAsync(cancellationToken);
        return OperatorHost.HasFailed(host) ? ExitCode.Failure : ExitCode.Success;
    }

    /// <summary>By the pod's service account unless a kubeconfig or a context is named or there is none; then by the kubeconfig.</summary>
    private static async Task<KubernetesClientConfiguration?> ConfigureAsync(ConnectionOptions options)
    {
        try
        {
            return options is { Kubeconfig: null, Context: null } && KubernetesClientConfiguration.IsInCluster()
                ? KubernetesClientConfiguration.InClusterConfig()
                : (await KubeconfigContext.ReadAsync(options.Kubeconfig, options.Context)).Client;
        }
        catch (ClusterException fault)
        {
            Complaint.Error($"there is no way to the API server: {fault.Message}", fault.Remedy);
            return null;
        }
    }

    private static RemotePolicy PolicyOf(RemoteOptions options, Uri apiServer) => new()
    {
        AllowHttp = options.AllowHttp,
        AllowLocal = options.AllowLocalRepositories,
        AllowedHosts = [.. options.AllowedHosts.Select(static text => AllowedHost.TryParse(text, out var host, out var problem) ? host : throw new FormatException(problem))],
        ClusterNetworks = options.ClusterNetworks,
        ClusterAddresses = IPAddress.TryParse(apiServer.IdnHost.Trim('[', ']'), out var address) ? [address] : [],
    };

    /// <summary>From 0 to below 1, safe for every thread; what spreads waits.</summary>
    private static double Chance() => RandomNumberGenerator.GetInt32(1 << 30) / (double)(1 << 30);
}

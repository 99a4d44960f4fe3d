using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Reports;
using k8s;
using k8s.Exceptions;
using k8s.KubeConfigModels;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace FastDataOperator.Cli.Kubectl;

/// <summary>One context of the kubeconfig files, found as kubectl finds it: in the file of <c>--kubeconfig</c>, else in those of
/// <c>KUBECONFIG</c>, else in <c>~/.kube/config</c>. Of several files the first that names something wins, ones that do not exist count for
/// nothing, and paths are relative to the file that holds them. (The client's own reading fails at a missing file and takes all paths as
/// relative to the first.)</summary>
internal sealed record KubeconfigContext
{
    private const string Variable = "KUBECONFIG";
    private const string DefaultNamespace = "default";

    /// <summary>For messages, quoted.</summary>
    public required string Description { get; init; }

    public required string Namespace { get; init; }

    public required KubernetesClientConfiguration Client { get; init; }

    /// <exception cref="ClusterException">There is no such context, or it cannot be used.</exception>
    public static async Task<KubeconfigContext> ReadAsync(string? file, string? context)
    {
        var files = FilesOf(file);
        var read = new List<K8SConfiguration>();
        foreach (var path in files)
        {
            if (await TryReadAsync(path, mustExist: path == file) is { } configuration)
            {
                read.Add(configuration);
            }
        }

        if (read.Count == 0 && context is null && file is null && KubernetesClientConfiguration.IsInCluster())
        {
            var inside = KubernetesClientConfiguration.InClusterConfig();
            return new KubeconfigContext { Description = "this pod's cluster", Namespace = inside.Namespace ?? DefaultNamespace, Client = inside };
        }

        return Choose(read, context ?? read.Select(static each => each.CurrentContext).FirstOrDefault(static name => !string.IsNullOrEmpty(name)), files);
    }

    private static IReadOnlyList<string> FilesOf(string? file)
    {
        if (file is not null)
        {
            return [file];
        }

        var listed = (Environment.GetEnvironmentVariable(Variable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return listed.Length > 0 ? [.. listed.Select(static path => path.Trim('"')).Distinct()] : [KubernetesClientConfiguration.KubeConfigDefaultLocation];
    }

    private static KubeconfigContext Choose(List<K8SConfiguration> read, string? name, IReadOnlyList<string> files)
    {
        var places = PlainText.Line(string.Join(", ", files), 300);
        if (name is null)
        {
            throw Unusable(
                read.Count == 0 ? $"there is no kubeconfig at {places}, or nothing in it" : $"no current context is set in {places}",
                read.Count == 0 ? $"log in to a cluster, set {Variable}, or name a file with --kubeconfig" : "choose one with --context, or with kubectl config use-context");
        }

        var description = $"context {Quoted(name)}";
        var contexts = read.SelectMany(static each => each.Contexts ?? []).ToList();
        var context = contexts.FirstOrDefault(each => each.Name == name);
        if (context is null)
        {
            var near = NearestNames.Of(name, contexts.Select(static each => each.Name), most: 1);
            throw Unusable(
                $"there is no {description} in {places}",
                near is [var nearest] ? $"did you mean {PlainText.Line(nearest, 100)}?" : contexts.Count == 0 ? "log in to a cluster first" : $"it has {PlainText.Line(string.Join(", ", contexts.Select(static each => each.Name).Take(10)), 300)}");
        }

        var cluster = read.SelectMany(static each => each.Clusters ?? []).FirstOrDefault(each => each.Name == context.ContextDetails?.Cluster)
            ?? throw Unusable($"{description} names the cluster {Quoted(context.ContextDetails?.Cluster ?? "")}, which is not in {places}", "kubectl config view shows what there is");
        var user = context.ContextDetails!.User is not { Length: > 0 } wanted ? null : read.SelectMany(static each => each.Users ?? []).FirstOrDefault(each => each.Name == wanted)
            ?? throw Unusable($"{description} names the user {Quoted(wanted)}, who is not in {places}", "kubectl config view shows who there is");
        if (user?.UserCredentials is { } credentials && (!string.IsNullOrEmpty(credentials.Impersonate) || credentials.ImpersonateGroups?.Any() is true))
        {
            // The client ignores it, and would act with the rights of whoever impersonates.
            throw Unusable($"the user of {description} acts as somebody else (as, as-groups), which is not supported", "name a context whose user acts as itself");
        }

        return new KubeconfigContext
        {
            Description = description,
            Namespace = context.ContextDetails.Namespace is { Length: > 0 } space ? space : DefaultNamespace,
            Client = Configure(new K8SConfiguration { CurrentContext = name, Contexts = [context], Clusters = [cluster], Users = user is null ? [] : [user] }, description),
        };
    }

    private static KubernetesClientConfiguration Configure(K8SConfiguration one, string description)
    {
        try
        {
            // May run the command that the user names for credentials.
            return KubernetesClientConfiguration.BuildConfigFromConfigObject(one);
        }
        catch (KubeConfigException) when (one.Users.FirstOrDefault()?.UserCredentials?.ExternalExecution is { Command: { } command })
        {
            // The client's words are those of a parser; what the command itself says went to the terminal.
            throw new ClusterException(ClusterFailure.Unauthorized, $"{PlainText.Line(command, 300)}, which {description} names for credentials, gave none", "run it by itself to see why; it may want you to log in");
        }
        catch (Exception fault) when (ClusterFault.Is(fault))
        {
            throw ClusterFault.Describe(fault, "the API server", description);
        }
    }

    /// <returns><see langword="null"/> where there is none, or nothing in it.</returns>
    private static async Task<K8SConfiguration?> TryReadAsync(string path, bool mustExist)
    {
        try
        {
            if (!mustExist && !File.Exists(path))
            {
                return null;
            }

            // Not by KubernetesYaml, which looks at every type of its library first: that takes 28 MB, for good.
            var configuration = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).IgnoreUnmatchedProperties().Build()
                .Deserialize<K8SConfiguration?>(await File.ReadAllTextAsync(path));
            if (configuration is not null)
            {
                MakePathsAbsolute(configuration, Path.GetDirectoryName(Path.GetFullPath(path))!);
            }

            return configuration;
        }
        catch (Exception fault) when (OutsideFault.Is(fault))
        {
            throw Unusable($"the kubeconfig {PlainText.Line(path, 300)} cannot be read: {OutsideFault.Describe(fault)}", $"name another one with --kubeconfig or {Variable}");
        }
        catch (YamlException fault)
        {
            // Its message may quote the file, which holds credentials.
            throw Unusable($"the kubeconfig {PlainText.Line(path, 300)} is no kubeconfig: line {fault.Start.Line}, column {fault.Start.Column}", "kubectl config view says more");
        }
    }

    private static void MakePathsAbsolute(K8SConfiguration configuration, string folder)
    {
        foreach (var cluster in (configuration.Clusters ?? []).Select(static each => each.ClusterEndpoint).Where(static each => each is not null))
        {
            cluster.CertificateAuthority = Absolute(cluster.CertificateAuthority);
        }

        foreach (var user in (configuration.Users ?? []).Select(static each => each.UserCredentials).Where(static each => each is not null))
        {
            user.ClientCertificate = Absolute(user.ClientCertificate);
            user.ClientKey = Absolute(user.ClientKey);
            if (user.ExternalExecution is { Command: { } command } execution && command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                execution.Command = Absolute(command);
            }
        }

        string? Absolute(string? path) => string.IsNullOrEmpty(path) ? path : Path.Combine(folder, path);
    }

    private static string Quoted(string name) => $"\"{PlainText.Line(name, 100)}\"";

    private static ClusterException Unusable(string message, string remedy) => new(ClusterFailure.KubeconfigUnusable, message, remedy);
}

using System.CommandLine;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Reports;
using FastDataOperator.Imports;

namespace FastDataOperator.Cli.Kubectl;

/// <summary>The options of kubectl by which a verb finds its cluster and namespace.</summary>
internal sealed class ClusterOptions
{
    private readonly Option<string?> _namespace = new("--namespace", "-n") { Description = "The namespace. Default: the context's.", HelpName = "NAMESPACE" };
    private readonly Option<bool> _allNamespaces = new("--all-namespaces", "-A") { Description = "All namespaces." };
    private readonly Option<string?> _context = new("--context") { Description = "The context of the kubeconfig. Default: the current one.", HelpName = "NAME" };
    private readonly Option<string?> _kubeconfig = new("--kubeconfig") { Description = "The kubeconfig. Default: the files of KUBECONFIG, or ~/.kube/config.", HelpName = "FILE" };

    /// <param name="command">The verb.</param>
    /// <param name="isWide">Whether the verb can look at all namespaces.</param>
    public void AddTo(Command command, bool isWide)
    {
        command.Options.Add(_namespace);
        if (isWide)
        {
            command.Options.Add(_allNamespaces);
        }

        command.Options.Add(_context);
        command.Options.Add(_kubeconfig);
    }

    /// <exception cref="ClusterException">The kubeconfig cannot be used.</exception>
    public Task<Cluster> OpenAsync(ParseResult parsed) => Cluster.OpenAsync(parsed.GetValue(_kubeconfig), parsed.GetValue(_context));

    /// <summary>The one namespace that the verb is about.</summary>
    /// <exception cref="ImportRefusedException">It has no form of one.</exception>
    public string Namespace(ParseResult parsed, Cluster cluster) => parsed.GetValue(_namespace) is not { } named ? cluster.DefaultNamespace
        : ObjectNames.IsLabel(named) ? named
        : throw Complaint.Usage($"\"{PlainText.Line(named, 80)}\" is no namespace", "write lower-case letters, digits and -, at most 63");

    /// <returns><see langword="null"/> for all namespaces.</returns>
    /// <exception cref="ImportRefusedException">Both are asked for, or it has no form of one.</exception>
    public string? NamespaceOrAll(ParseResult parsed, Cluster cluster) => (parsed.GetValue(_allNamespaces), parsed.GetValue(_namespace)) switch
    {
        (true, null) => null,
        (true, _) => throw Complaint.Usage("-n and -A contradict each other", "keep one of them"),
        _ => Namespace(parsed, cluster),
    };
}

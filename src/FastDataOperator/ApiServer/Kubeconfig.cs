using k8s;
using k8s.KubeConfigModels;

namespace FastDataOperator.ApiServer;

/// <summary>Finds the kubeconfig as kubectl does: the file that is named, else all of <c>KUBECONFIG</c> that exist, else <c>~/.kube/config</c>.</summary>
internal static class Kubeconfig
{
    /// <param name="file">The one that is named.</param>
    /// <exception cref="k8s.Exceptions.KubeConfigException">There is none.</exception>
    public static K8SConfiguration Load(string? file)
    {
        var files = file is not null ? [file] : (Environment.GetEnvironmentVariable("KUBECONFIG") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(File.Exists).ToList();
        var first = KubernetesClientConfiguration.LoadKubeConfig(files is [var path, ..] ? path : null);
        foreach (var other in files.Skip(1))
        {
            Merge(first, KubernetesClientConfiguration.LoadKubeConfig(other));
        }

        return first;
    }

    /// <summary>What stands in several files counts where it stands first: that is what looking for a name finds.</summary>
    private static void Merge(K8SConfiguration first, K8SConfiguration other)
    {
        first.CurrentContext = string.IsNullOrEmpty(first.CurrentContext) ? other.CurrentContext : first.CurrentContext;
        first.Contexts = [.. first.Contexts ?? [], .. other.Contexts ?? []];
        first.Clusters = [.. first.Clusters ?? [], .. other.Clusters ?? []];
        first.Users = [.. first.Users ?? [], .. other.Users ?? []];
    }
}

namespace FastDataOperator.Configuration;

/// <summary>How the API server is reached.</summary>
internal sealed record ConnectionOptions
{
    /// <summary>A kubeconfig; <see langword="null"/> (the default) for the pod's service account, or outside a pod <c>KUBECONFIG</c> or <c>~/.kube/config</c>.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>A context of the kubeconfig; <see langword="null"/> (the default) for its current one. Given, the pod's service account is not used.</summary>
    public string? Context { get; init; }
}

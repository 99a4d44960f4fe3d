namespace FastDataOperator.Git.Transport;

/// <summary>Host names that mean this machine, the cluster around it, or the cloud below it, wherever they are looked up.</summary>
internal static class InternalNames
{
    private const string Service = ".svc";

    /// <param name="host">In lower case, without a final dot.</param>
    /// <returns>What the name means, or <see langword="null"/> for any other.</returns>
    public static string? Describe(string host)
    {
        if (host == "localhost" || host.EndsWith(".localhost", StringComparison.Ordinal))
        {
            return "a name of this machine";
        }

        if (host is "metadata.google.internal" or "metadata.goog" or "metadata")
        {
            return "the cloud's metadata service";
        }

        // Resolvers in a pod complete names: one without a dot is a service of the own namespace.
        return host.EndsWith(Service, StringComparison.Ordinal) || host.Contains(Service + '.', StringComparison.Ordinal)
            || host.EndsWith(".cluster.local", StringComparison.Ordinal) || !host.Contains('.', StringComparison.Ordinal)
            ? "a name inside the cluster"
            : null;
    }
}

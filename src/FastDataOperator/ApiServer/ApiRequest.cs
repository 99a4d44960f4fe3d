namespace FastDataOperator.ApiServer;

/// <summary>What kind of request to the API server it is.</summary>
internal static class ApiRequest
{
    private const string Leases = "/apis/coordination.k8s.io/";

    /// <summary>Watches stay open; whoever watches has a pace and a backoff of his own.</summary>
    public static bool IsWatch(HttpRequestMessage request) =>
        request.RequestUri is { } uri && uri.Query.AsSpan().TrimStart('?').ToString().Split('&').Any(part => part.StartsWith("watch=", StringComparison.Ordinal) && !part.EndsWith("=false", StringComparison.OrdinalIgnoreCase) && !part.EndsWith("=0", StringComparison.Ordinal));

    /// <summary>A Lease that is not renewed in time is lost, so that nothing may stand in front of it.</summary>
    public static bool IsLease(HttpRequestMessage request) => request.RequestUri is { } uri && uri.AbsolutePath.StartsWith(Leases, StringComparison.Ordinal);
}

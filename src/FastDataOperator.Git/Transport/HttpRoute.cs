namespace FastDataOperator.Git.Transport;

/// <summary>What connections must have in common to be shared. Credentials of requests are no part of it: they go with each request.</summary>
internal readonly record struct HttpRoute(RemoteTrust Trust, RemoteProxy? Proxy)
{
    /// <inheritdoc cref="SecretDigest"/>
    public string Digest() => SecretDigest.Of(
        Trust.Authorities, Trust.Certificate, Trust.Key, Proxy?.Display, Proxy?.User, Proxy?.Password, Proxy?.Trust.Authorities, Proxy?.Trust.Certificate, Proxy?.Trust.Key);
}

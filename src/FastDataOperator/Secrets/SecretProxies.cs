using FastDataOperator.Core.Findings;
using FastDataOperator.Git;
using FastDataOperator.Imports;

namespace FastDataOperator.Secrets;

/// <summary>The proxy that a Secret describes: <c>address</c>, and where it asks for somebody, <c>username</c> and <c>password</c>; for an <c>https://</c>
/// one <c>ca.crt</c>.</summary>
internal static class SecretProxies
{
    /// <exception cref="ImportRefusedException">It has no address, or what it has cannot be used.</exception>
    public static RemoteProxy From(SecretValues secret)
    {
        secret.RefuseFormerKeys();
        if (secret.Text(SecretKeys.Address) is not { } address)
        {
            throw secret.Unusable($"a proxy's takes {SecretKeys.Address}, and {SecretKeys.Username} with {SecretKeys.Password}", SecretKeys.OfProxy);
        }

        var trust = SecretTrust.From(secret, takesCertificate: false) ?? RemoteTrust.Machine;
        if (!RemoteProxy.TryCreate(address, secret.Text(SecretKeys.Username), secret.Text(SecretKeys.Password), trust, out var proxy, out var problem))
        {
            throw secret.Refusal(Reason.InvalidValue, $"{SecretKeys.Address} {problem.What}", problem.Remedy, SecretKeys.Address);
        }

        secret.RefuseMisspeltKeys(SecretKeys.OfProxy);
        return proxy;
    }
}

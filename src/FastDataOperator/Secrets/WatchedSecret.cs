using FastDataOperator.Api;
using k8s.Models;

namespace FastDataOperator.Secrets;

/// <summary>What is kept of a Secret that is watched: that it is there, and its version. Its content is read when it is needed, and not kept.</summary>
internal sealed record WatchedSecret(ObjectKey Key, string Uid, string ResourceVersion) : ICachedObject
{
    public static WatchedSecret Of(V1Secret secret) =>
        new(new ObjectKey(secret.Metadata.NamespaceProperty, secret.Metadata.Name), secret.Metadata.Uid, secret.Metadata.ResourceVersion);
}

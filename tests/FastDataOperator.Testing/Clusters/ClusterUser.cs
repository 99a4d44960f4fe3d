using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Testing.Clusters;

/// <summary>Somebody whom the API server knows by a token.</summary>
public sealed record ClusterUser(string Name, IReadOnlyList<string> Groups, string Token)
{
    /// <summary>A member of <c>system:masters</c>, who may do everything.</summary>
    public static ClusterUser Administrator { get; } = new("admin", ["system:masters"], TestSecrets.Canary + "-token-of-the-administrator");

    /// <summary>A service account as the API server sees one; it need not exist as an object. May do what RBAC grants it.</summary>
    public static ClusterUser ServiceAccount(string space, string name) =>
        new($"system:serviceaccount:{space}:{name}", ["system:serviceaccounts", "system:serviceaccounts:" + space], $"{TestSecrets.Canary}-token-of-{space}-{name}");

    /// <summary>The line of a token file.</summary>
    internal string Line => $"{Token},{Name},{Name},\"{string.Join(',', Groups)}\"";
}

namespace FastDataOperator.Core.Provenance;

/// <summary>The member <c>importedFrom</c> that makes a resource a reference and says where it came from (M2).</summary>
public sealed record ReferenceMark
{
    /// <summary>The member's name inside a resource.</summary>
    public const string MemberName = "importedFrom";

    /// <summary>The source project.</summary>
    public required string Project { get; init; }

    /// <summary>The source's branch, where it had one.</summary>
    public string? Branch { get; init; }

    /// <summary>The export time as written in the mark: ISO 8601, UTC, milliseconds.</summary>
    public string? ExportedAt { get; init; }

    /// <summary>The source repository's address without credentials, where it had one.</summary>
    public string? Repository { get; init; }

    /// <summary>The source commit, where it had one.</summary>
    public string? Commit { get; init; }

    /// <summary>The resource's name in the source project.</summary>
    public string? Name { get; init; }

    /// <summary>The import that keeps this reference, as <c>namespace/name</c>; what pruning goes by (P1).</summary>
    public string? Import { get; init; }

    /// <summary><c>sha256:</c> and 64 hexadecimal digits, over the canonical form (RFC 8785) of the resource as imported, without its mark;
    /// for a System of Record also without its Projections.</summary>
    public string? Digest { get; init; }

    /// <summary>The first origin, where the source's own resource was a reference already (C4).</summary>
    public ReferenceMark? Origin { get; init; }

    /// <summary>The project in which the resource was first made.</summary>
    public string FirstProject => Origin?.FirstProject ?? Project;
}

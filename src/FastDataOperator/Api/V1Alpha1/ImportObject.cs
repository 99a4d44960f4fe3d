using FastDataOperator.Core.Findings;
using FastDataOperator.Manifests;
using k8s.Models;

namespace FastDataOperator.Api.V1Alpha1;

/// <summary>A <c>FastDataImport</c> of a cluster, read once at the door and never changed.</summary>
internal sealed record ImportObject : ICachedObject
{
    public const string RequestedAtAnnotation = "reconcile." + FastDataImport.Group + "/requestedAt";

    /// <summary>Keeps an object that is being deleted until its references are removed (P2).</summary>
    public const string Finalizer = FastDataImport.Group + "/remove-references";

    public required ObjectKey Key { get; init; }

    public required string Uid { get; init; }

    public required string ResourceVersion { get; init; }

    /// <summary>Counts changes of the spec.</summary>
    public required long Generation { get; init; }

    /// <summary>Whether somebody deleted it, and only finalizers keep it.</summary>
    public required bool IsDeleting { get; init; }

    /// <summary>All of them, ours and others'.</summary>
    public required IReadOnlyList<string> Finalizers { get; init; }

    public bool HasFinalizer => Finalizers.Contains(Finalizer);

    /// <summary>The value of <see cref="RequestedAtAnnotation"/>; a new one asks for a run (U1, K5).</summary>
    public required string? RequestedAt { get; init; }

    /// <summary><see langword="null"/> where <see cref="Problems"/> say why.</summary>
    public required FastDataImport? Import { get; init; }

    /// <summary>What is wrong with the spec.</summary>
    public required IReadOnlyList<Finding> Problems { get; init; }

    /// <summary>What was last reported; empty for one that was never looked at, or whose status cannot be read.</summary>
    public required ImportStatus Status { get; init; }

    /// <summary>Whether a run was asked for that no status answers yet.</summary>
    public bool IsAsked => RequestedAt is not null && RequestedAt != Status.LastHandledReconcileAt;

    /// <summary>Reads what the API server sent; never fails.</summary>
    public static ImportObject Of(ImportResource resource)
    {
        var metadata = resource.Metadata;
        var problems = new ManifestProblems();
        var spec = FieldReader.Read(JsonManifest.Node(resource.Spec), "spec", problems, fields => FastDataImportReader.ReadSpec(fields, NeededRepositories.Both));
        var status = resource.Status is { } element
            ? FieldReader.Read(JsonManifest.Node(element), "status", new ManifestProblems(), ImportStatusReader.Read)
            : null;
        status ??= new ImportStatus();
        return new ImportObject
        {
            Key = new ObjectKey(metadata.NamespaceProperty, metadata.Name),
            Uid = metadata.Uid,
            ResourceVersion = metadata.ResourceVersion,
            Generation = metadata.Generation ?? 0,
            IsDeleting = metadata.DeletionTimestamp is not null,
            Finalizers = [.. metadata.Finalizers ?? []],
            RequestedAt = metadata.Annotations?.TryGetValue(RequestedAtAnnotation, out var requested) is true ? requested : null,
            Import = problems.Any ? null : new FastDataImport
            {
                Metadata = new ObjectMetadata { Name = metadata.Name, Namespace = metadata.NamespaceProperty, Generation = metadata.Generation },
                Spec = spec!,
                Status = status,
            },
            Problems = [.. problems.ToList().Select(static problem => problem with { Location = null })],
            Status = status,
        };
    }
}

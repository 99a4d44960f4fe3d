using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Git;
using FastDataOperator.Imports;
using FastDataOperator.Secrets;
using FastDataOperator.SharedReads;

namespace FastDataOperator.Reconcilers;

/// <summary>One pass over one import: what its steps hand from one to the next.</summary>
internal sealed class ImportPass(ImportObject import, long notBefore, Deadline deadline)
{
    /// <summary>The object as it is now: a step may have changed it.</summary>
    public ImportObject Object { get; set; } = import;

    public ObjectKey Key => Object.Key;

    /// <summary>Reads that began before this timestamp are too old.</summary>
    public long NotBefore => notBefore;

    /// <summary>Of the whole pass.</summary>
    public Deadline Deadline => deadline;

    /// <summary>What is to be imported; <see langword="null"/> while an import is being removed.</summary>
    public RequestedImport? Requested { get; set; }

    /// <summary>What is to be removed; <see langword="null"/> otherwise.</summary>
    public RequestedRemoval? Removal { get; set; }

    public ProjectLocation Destination => Requested?.Destination ?? Removal!.Destination;

    /// <summary><see langword="null"/> for an import that is pushed.</summary>
    public RequestedPullRequest? PullRequest => Requested is { } requested ? requested.PullRequest : Removal!.PullRequest;

    /// <summary>What each location of the pass is reached with.</summary>
    public Dictionary<ProjectLocation, RemoteAccess> Access { get; } = [];

    /// <summary>What the Secrets of the pass hold, by their names.</summary>
    public Dictionary<ObjectKey, SecretValues> Values { get; } = [];

    /// <summary>The versions of the Secrets that were read.</summary>
    public string Secrets { get; set; } = "";

    public Look.Seen? SeenSource { get; set; }

    public Look.Seen? SeenDestination { get; set; }

    /// <summary>Where the import's own branch is; <see langword="null"/> where nobody has to look.</summary>
    public Look.Seen? SeenHead { get; set; }

    /// <summary>As of the looks; the destination's side follows what the pass itself pushes.</summary>
    public PassInputs? Inputs { get; set; }
}

using FastDataOperator.Core.Reports;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;

namespace FastDataOperator.Imports;

/// <summary>The pull requests from an import's branch, and which of them are the import's: by the marker in their bodies.</summary>
internal sealed class FoundPullRequests
{
    private readonly List<(PullRequest Request, PullRequestMarker? Marker)> _found;
    private readonly string _import;

    /// <param name="found">The newest first.</param>
    /// <param name="import">As <c>namespace/name</c>.</param>
    public FoundPullRequests(IReadOnlyList<PullRequest> found, string import)
    {
        _import = import;
        _found = [.. found.Select(request => (request, MarkerOf(request)))];
    }

    /// <summary>The open one onto a base. One that carries nobody's marker was opened by a person, or its text was replaced: it is taken over.</summary>
    public PullRequest? Open(BranchName @base) => _found.FirstOrDefault(each => (each.Marker is null || IsOwn(each.Marker)) && IsOpenOnto(each.Request, @base)).Request;

    /// <summary>An open one onto a base that another import looks after.</summary>
    public string? OtherImport(BranchName @base) =>
        _found.FirstOrDefault(each => each.Marker is not null && !IsOwn(each.Marker) && IsOpenOnto(each.Request, @base)).Marker?.Import;

    /// <summary>The import's newest onto a base, in whatever state.</summary>
    public PullRequest? Newest(BranchName @base) => _found.FirstOrDefault(each => IsOwn(each.Marker) && each.Request.Base == @base).Request;

    /// <summary>The import's open ones onto other bases: of a time when <c>destination.branch</c> was another.</summary>
    public IReadOnlyList<PullRequest> OpenElsewhere(BranchName @base) =>
        [.. _found.Where(each => IsOwn(each.Marker) && each.Request.State == PullRequestState.Open && each.Request.Base != @base).Select(each => each.Request)];

    /// <summary>One that is open onto another base, and not the import's.</summary>
    public PullRequest? OpenOfOthers(BranchName @base) =>
        _found.FirstOrDefault(each => !IsOwn(each.Marker) && each.Request.State == PullRequestState.Open && each.Request.Base != @base).Request;

    public static PullRequestMarker? MarkerOf(PullRequest request) => PullRequestMarker.TryFind(request.Body, out var marker) ? marker : null;

    /// <summary>Whether what the open one proposes was asked for; it stays so while that is open (U1, K5).</summary>
    public bool IsAsked(BranchName @base) => Open(@base) is { } open && MarkerOf(open) is { IsAsked: true };

    /// <summary>Whether a person closed the newest without merging while it proposed just this plan (G3).</summary>
    public bool IsDeclined(BranchName @base, string digest) =>
        Newest(@base) is { State: PullRequestState.Closed } closed && MarkerOf(closed) is { Kind: not PullRequestMarkerKind.Withdrawn } marker && marker.PlanDigest == digest;

    private bool IsOwn(PullRequestMarker? marker) => marker?.Import == _import;

    private static bool IsOpenOnto(PullRequest request, BranchName @base) => request.State == PullRequestState.Open && request.Base == @base;
}

using FastDataOperator.Core.Reports;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Tests.Imports;

/// <summary>The pull requests of one repository in memory, with what a person does to them. Can lose a request or an answer.</summary>
internal sealed class FakeForge : IForge
{
    private readonly List<PullRequest> _requests = [];
    /// <summary>Called before and after each call takes effect; what it throws loses the request, or the answer.</summary>
    public Action Interrupt { get; set; } = static () => { };

    /// <summary>Done once, right before the next call of this name.</summary>
    public (string Call, Action Act)? Before { get; set; }

    /// <summary>How often the forge was asked or told anything, and what.</summary>
    public List<string> Calls { get; } = [];

    public List<(long Number, string Label)> Labels { get; } = [];

    public ForgeProvider Provider => ForgeProvider.GitHub;

    public PullRequestDialect Dialect { get; } = new(255, 60_000, 50_000, true);

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<PullRequest> All => _requests;

    public PullRequest Only => Assert.Single(_requests);

    public Task<IReadOnlyList<PullRequest>> FindAsync(BranchName head, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<PullRequest>>("find", () => [.. _requests.Where(request => request.Head == head).Reverse()]);

    public Task<PullRequest> OpenAsync(PullRequestDraft draft, CancellationToken cancellationToken) => CallAsync("open", () =>
    {
        Evidence.Keep("proposal", $"{draft}\n{draft.Body}");
        if (_requests.Any(request => request.State == PullRequestState.Open && request.Head == draft.Head && request.Base == draft.Base))
        {
            throw new GitException(GitFailure.PullRequestExists, true, "one is open already");
        }

        // As some forges keep texts.
        _requests.Add(new PullRequest
        {
            Number = _requests.Count + 1, Url = $"https://forge.example/{_requests.Count + 1}", State = PullRequestState.Open, Title = draft.Title,
            Body = draft.Body.ReplaceLineEndings("\r\n").TrimEnd(), Head = draft.Head, Base = draft.Base,
        });
        return _requests[^1];
    });

    public Task<IReadOnlyList<string>> DecorateAsync(PullRequest pullRequest, IReadOnlyList<string> labels, IReadOnlyList<string> reviewers, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<string>>("decorate", () =>
        {
            Labels.AddRange(labels.Select(label => (pullRequest.Number, label)).Where(label => !Labels.Contains(label)));
            return [.. reviewers.Select(reviewer => $"{reviewer} is nobody here")];
        });

    public Task<PullRequest> UpdateAsync(PullRequest pullRequest, string title, string body, CancellationToken cancellationToken) =>
        CallAsync("update", () =>
        {
            Evidence.Keep("proposal", $"{title}\n{body}");
            return Change(pullRequest.Number, request => request with { Title = title, Body = body.ReplaceLineEndings("\r\n").TrimEnd() });
        });

    public Task CloseAsync(PullRequest pullRequest, CancellationToken cancellationToken) =>
        CallAsync("close", () => Change(pullRequest.Number, request => request.State == PullRequestState.Open ? request with { State = PullRequestState.Closed } : request));

    public PullRequest Change(long number, Func<PullRequest, PullRequest> change) => _requests[(int)number - 1] = change(_requests[(int)number - 1]);

    /// <summary>What a person does.</summary>
    public void Set(long number, PullRequestState state) => Change(number, request => request with { State = state });

    /// <summary>One that a person opens from a branch.</summary>
    public void Add(string head, string @base, string body) => _requests.Add(new PullRequest
    {
        Number = _requests.Count + 1, Url = $"https://forge.example/{_requests.Count + 1}", State = PullRequestState.Open, Title = "by hand", Body = body,
        Head = BranchName.TryParse(head, out var from) ? from : default, Base = BranchName.TryParse(@base, out var onto) ? onto : default,
    });

    private Task<T> CallAsync<T>(string call, Func<T> act)
    {
        if (Before is { } before && before.Call == call)
        {
            Before = null;
            before.Act();
        }

        Interrupt();
        Calls.Add(call);
        var result = act();
        Interrupt();
        return Task.FromResult(result);
    }
}

using FastDataOperator.Git.Forges.Http;

namespace FastDataOperator.Git.Forges;

/// <summary>Looks through a forge's list of pull requests, page by page: until the newest are found and all that are open, or to its end. What lies beyond the bound is not taken to be nothing.</summary>
internal sealed class PullRequestPages(ForgeApi api)
{
    /// <summary>Pages of one list that are looked through.</summary>
    public const int MostPages = 40;

    /// <summary>Entries of a page; fewer where their bodies do not fit into one answer.</summary>
    public int Size { get; init; } = 20;

    /// <summary>How many that are not open are wanted; more if they are on the same page.</summary>
    public int Enough { get; init; } = 20;

    /// <summary>Whether what is neither open nor within the bound counts for nothing: where there is no filter, most of it is others', and a large repository could not be
    /// published to at all.</summary>
    public bool Forgets { get; init; }

    /// <summary>What to do where the list is longer than the bound.</summary>
    public string Remedy { get; init; } = "Delete some of forks' that are called the same, or give the import another name, which its branch is called by.";

    /// <param name="read">A page of the pull requests in every state, or only of the open ones (<see langword="true"/>), the newest first.</param>
    /// <returns>As <see cref="IForge.FindAsync"/> has it.</returns>
    /// <exception cref="GitException"><see cref="GitFailure.TooLarge"/> where the list goes on beyond the bound.</exception>
    public async Task<IReadOnlyList<PullRequest>> FindAsync(BranchName head, Func<bool, PagePlace, Task<PullRequestPage>> read)
    {
        var (found, isAll) = await LookThroughAsync(head, place => read(false, place), Enough, Forgets);
        if (!isAll)
        {
            // A person may have reopened what is older than all of these.
            found.AddRange((await LookThroughAsync(head, place => read(true, place), int.MaxValue, forgets: false)).Found);
        }

        return [.. found.DistinctBy(static one => one.Number).OrderByDescending(static one => one.Number)];
    }

    private async Task<(List<PullRequest> Found, bool IsAll)> LookThroughAsync(BranchName head, Func<PagePlace, Task<PullRequestPage>> read, int enough, bool forgets)
    {
        var found = new List<PullRequest>();
        var (place, seen) = (new PagePlace(1, 0, Size), 0);
        while (place.Number <= MostPages)
        {
            PullRequestPage page;
            try
            {
                page = await read(place);
            }
            catch (GitException large) when (large.Reason == GitFailure.TooLarge && place.Size > 1)
            {
                // From the beginning: a server's pages may be shorter than it is asked for, so that nobody knows where those of half the size go on.
                (place, seen) = (new PagePlace(1, 0, place.Size / 2), 0);
                continue;
            }

            found.AddRange(page.Own);
            seen += page.Count;
            if (page.Next is not { } next)
            {
                return (found, true);
            }

            if (found.Count >= enough)
            {
                return (found, false);
            }

            place = place with { Number = place.Number + 1, Start = next };
        }

        return forgets ? (found, false) : throw api.Endless(head, seen, Remedy);
    }
}

using FastDataOperator.Git.Forges;
using FastDataOperator.Testing.Forges;

namespace FastDataOperator.Tests.EndToEnd;

/// <summary>What samples/pull-request tells, on each of the five forges, by runs of <c>fastdata import</c>: the real executable, real repositories behind a real web server,
/// and the forge's API as it is published, at one origin with a private authority.</summary>
public sealed class LifeOfAPullRequestTests
{
    public static TheoryData<string> Forges => [.. ForgeKind.All.Select(static kind => kind.Provider.ToString())];

    [Theory]
    [MemberData(nameof(Forges))]
    public async Task Import_FollowsTheSourceUntilItIsMerged_AndIsSilentAfterwards(string forge)
    {
        await using var world = await ProposedOnForge.StartAsync(forge);
        var site = world.Site;

        var first = await world.ImportAsync();
        var opened = world.AssertOpen(1);
        Assert.Contains($"Opened pull request 1: {site.Forge.Origin}/", first, StringComparison.Ordinal);
        AssertWellMade(opened, site);
        Assert.Contains("proposes just this", await world.ImportInSilenceAsync(), StringComparison.Ordinal);

        var (before, body) = (site.Tip, opened.Body);
        site.SaveSource(next: true);
        Assert.Contains("Updated pull request 1", await world.ImportAsync(), StringComparison.Ordinal);
        world.AssertOpen(1);
        Assert.NotEqual(before, site.Tip);
        Assert.NotEqual(body, opened.Body);
        Assert.Contains(site.Source.Tip("main")![..7], opened.Body, StringComparison.Ordinal);

        site.MoveBase();
        Assert.Contains("Updated pull request 1", await world.ImportAsync(), StringComparison.Ordinal);
        world.AssertOpen(1);

        site.Merge();
        Assert.Contains("was merged", await world.ImportAsync(), StringComparison.Ordinal);
        Assert.Null(site.Tip);
        await world.ImportInSilenceAsync();

        site.SaveSource(next: false);
        Assert.Contains("Opened pull request 2", await world.ImportAsync(), StringComparison.Ordinal);
        world.AssertOpen(2);
    }

    [Theory]
    [MemberData(nameof(Forges))]
    public async Task Import_WhatPeopleDoToIt_IsRespected(string forge)
    {
        await using var world = await ProposedOnForge.StartAsync(forge);
        var site = world.Site;
        await world.ImportAsync();

        // G3: closed is refused, until somebody asks.
        site.Close();
        Assert.Contains("was closed without merging, and the change is still the same", await world.ImportInSilenceAsync(exitCode: 1), StringComparison.Ordinal);
        Assert.Contains("Opened pull request 2", await world.ImportAsync(0, "--update"), StringComparison.Ordinal);
        var open = world.AssertOpen(2);
        Assert.Contains("proposes just this", await world.ImportInSilenceAsync(), StringComparison.Ordinal);

        // G2: a stranger's commit stays, and the pull request says so.
        var stranger = site.CommitToHead();
        site.SaveSource(next: true);
        Assert.Contains("holds a commit that this import did not make", await world.ImportAsync(exitCode: 1), StringComparison.Ordinal);
        Assert.Equal(stranger, site.Tip);
        Assert.Contains(stranger[..7], open.Body, StringComparison.Ordinal);
        await world.ImportInSilenceAsync(exitCode: 1);
        site.ResetHead();
        await world.ImportAsync();
        Assert.DoesNotContain(stranger[..7], world.AssertOpen(2).Body, StringComparison.Ordinal);

        // Nothing is left to propose.
        site.TakeByHand();
        Assert.Contains("Closed pull request 2", await world.ImportAsync(), StringComparison.Ordinal);
        Assert.Equal(PullRequestState.Closed, open.State);
        Assert.Null(site.Tip);
        await world.ImportInSilenceAsync();
    }

    [Theory]
    [MemberData(nameof(Forges))]
    public async Task Import_AfterACommitThatCameTooLateForTheMerge_LeavesItThere(string forge)
    {
        await using var world = await ProposedOnForge.StartAsync(forge);
        var site = world.Site;
        await world.ImportAsync();
        site.Merge();
        var late = site.CommitToHead();

        Assert.Contains("was merged", await world.ImportAsync(), StringComparison.Ordinal);
        Assert.Equal(late, site.Tip);

        site.SaveSource(next: true);
        Assert.Contains("holds a commit that this import did not make", await world.ImportAsync(exitCode: 1), StringComparison.Ordinal);
        Assert.Equal(late, site.Tip);
    }

    [Theory]
    [MemberData(nameof(Forges))]
    public async Task Import_KilledAnywhere_IsMadeAgainAndEndsTheSame(string forge)
    {
        await using var world = await ProposedOnForge.StartAsync(forge);
        var site = world.Site;
        var (openPath, decoratePath) = forge switch
        {
            "GitLab" => ("/merge_requests", "/merge_requests/1"),
            "AzureDevOps" => ("/pullrequests", "/labels"),
            "BitbucketServer" => ("/pull-requests", "/participants"),
            _ => ("/pulls", "/labels"),
        };

        // During the push; after it, before Git's answer; before and after it is opened, and before it is labelled.
        foreach (var trap in (ForgeTrap[])[
            new("POST", "/git-receive-pack", isBefore: true),
            new("POST", "/git-receive-pack", isBefore: false),
            new("POST", openPath, isBefore: true),
            new("POST", openPath, isBefore: false),
            new(forge == "GitLab" ? "PUT" : "POST", decoratePath, isBefore: true),
        ])
        {
            await world.ImportKilledAsync(trap);
        }

        var tip = site.Tip;
        await world.ImportAsync();

        Assert.Equal(tip, site.Tip);
        AssertWellMade(world.AssertOpen(1), site);
        await world.ImportInSilenceAsync();
    }

    [Theory]
    [MemberData(nameof(Forges))]
    public async Task Import_SeveralAtOnce_MakeOnePullRequestOfOneCommit(string forge)
    {
        await using var world = await ProposedOnForge.StartAsync(forge);
        var site = world.Site;

        await world.ImportAtOnceAsync(4);
        await world.ImportAsync();
        AssertWellMade(world.AssertOpen(1), site);
        await world.ImportInSilenceAsync();

        site.SaveSource(next: true);
        await world.ImportAtOnceAsync(4);
        await world.ImportAsync();
        Assert.Contains(site.Source.Tip("main")![..7], world.AssertOpen(1).Body, StringComparison.Ordinal);
        await world.ImportInSilenceAsync();
    }

    [Theory]
    [MemberData(nameof(Forges))]
    public async Task Import_KilledWhileItUpdatesOrCloses_IsMadeAgainAndEndsTheSame(string forge)
    {
        await using var world = await ProposedOnForge.StartAsync(forge);
        var site = world.Site;
        await world.ImportAsync();
        var one = (Method: forge switch { "GitHub" or "Gitea" or "AzureDevOps" => "PATCH", _ => "PUT" }, Path: forge switch
        {
            "GitLab" => "/merge_requests/1", "AzureDevOps" => "/pullrequests/1", "BitbucketServer" => "/pull-requests/1", _ => "/pulls/1",
        });

        site.SaveSource(next: true);
        foreach (var isBefore in (bool[])[true, false])
        {
            await world.ImportKilledAsync(new("POST", "/git-receive-pack", isBefore));
        }

        await world.ImportKilledAsync(new(one.Method, one.Path, isBefore: true));
        await world.ImportAsync();
        Assert.Contains(site.Source.Tip("main")![..7], world.AssertOpen(1).Body, StringComparison.Ordinal);
        await world.ImportInSilenceAsync();

        // Before and after the text says why; the branch is there as long as it was not all done.
        site.TakeByHand();
        await world.ImportKilledAsync(new(one.Method, one.Path, isBefore: true));
        await world.ImportKilledAsync(new(one.Method, one.Path, isBefore: false));
        Assert.NotNull(site.Tip);
        await world.ImportAsync();
        Assert.Equal(PullRequestState.Closed, Assert.Single(site.PullRequests).State);
        Assert.Null(site.Tip);
        await world.ImportInSilenceAsync();

        // It was no person's refusal: what changes later is proposed anew.
        site.SaveSource(next: false);
        await world.ImportAsync();
        world.AssertOpen(2);
    }

    private static void AssertWellMade(ModelPullRequest opened, ForgeSite site)
    {
        Assert.Contains("customer-core", opened.Title, StringComparison.Ordinal);
        Assert.Equal(site.Forge.HasLabels ? ["fastdata"] : [], opened.Labels);
        Assert.Equal([site.Reviewer], opened.Reviewers);
        Assert.Contains("er_customer", opened.Body, StringComparison.Ordinal);
        Assert.Contains(site.Source.Tip("main")![..7], opened.Body, StringComparison.Ordinal);
        Assert.Contains("| ", opened.Body, StringComparison.Ordinal);
        Assert.Contains("[//]: # (fastdata-import: marketing/customer-from-core ", opened.Body, StringComparison.Ordinal);
        Assert.Equal(site.Forge.Provider is ForgeProvider.BitbucketServer or ForgeProvider.AzureDevOps, !opened.Body.Contains("mermaid", StringComparison.Ordinal));
    }
}

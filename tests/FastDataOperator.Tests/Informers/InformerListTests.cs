using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Informers;
using k8s;

namespace FastDataOperator.Tests.Informers;

/// <summary>What is listed, when again, and what a list removes.</summary>
public sealed class InformerListTests : InformerWorld
{
    [Fact]
    public async Task Informer_GivenAnEmptyCluster_ThenListsWithoutAVersionAndWatchesFromTheLists()
    {
        Run(new InformerScope(null, null));
        var list = await NextAsync();
        Assert.Equal("/apis/fastdata.gitops.dev/v1alpha1/fastdataimports", list.Path);
        Assert.False(list.IsWatch);
        Assert.Null(list.ResourceVersion);
        Assert.Equal("500", list.Query["limit"]);
        Assert.False(Informer.Synced.IsCompleted);
        await list.AnswerAsync(List("7"));
        await Informer.Synced.WaitAsync(Cancellation);

        var watch = await NextAsync();
        Assert.True(watch.IsWatch);
        Assert.Equal("7", watch.ResourceVersion);
        Assert.Equal("true", watch.Query["allowWatchBookmarks"]);
        Assert.Equal("240", watch.Query["timeoutSeconds"]);
    }

    [Fact]
    public async Task Informer_GivenANamespaceAndLabels_ThenAsksForThemOnly()
    {
        Run(new InformerScope("team-a", "shard=1"));
        var list = await NextAsync();
        Assert.Equal("/apis/fastdata.gitops.dev/v1alpha1/namespaces/team-a/fastdataimports", list.Path);
        Assert.Equal("shard=1", list.Query["labelSelector"]);
        await list.AnswerAsync(List("7"));
        var watch = await NextAsync();
        Assert.Equal(list.Path, watch.Path);
        Assert.Equal("shard=1", watch.Query["labelSelector"]);
    }

    [Fact]
    public async Task Informer_GivenSecrets_ThenTheSameCallsReachTheCoreGroup()
    {
        var secrets = new ObjectCollection(Client, ApiResource.Secrets, new InformerScope("team-a", null));
        var page = secrets.ListAsync(continuation: null, Cancellation);
        var list = await NextAsync();
        Assert.Equal("/api/v1/namespaces/team-a/secrets", list.Path);
        await list.AnswerAsync(List("7", Import("a", 3)));
        Assert.Single((await page).Items);
    }

    [Fact]
    public async Task Informer_GivenA410Event_ThenListsAgainWithoutAVersion()
    {
        var watch = await WatchingAsync("7", Import("a", 3));
        await watch.SendAsync("BOOKMARK", Bookmark("8"));
        await watch.SendStatusAsync(410, "Expired");
        await Time.ExpireAsync(ShortPause, Cancellation);
        await NextListAsync(List("20", Import("a", 3)));
        await NextWatchAsync("20");
        await ChangesAsync("a: +3");
    }

    [Fact]
    public async Task Informer_GivenA410Answer_ThenListsAgainWithoutAVersion()
    {
        var watch = await WatchingAsync("7");
        await watch.RefuseAsync(410, "Expired");
        await Time.ExpireAsync(ShortPause, Cancellation);
        await NextListAsync(List("20"));
        await NextWatchAsync("20");
    }

    [Fact]
    public async Task Informer_GivenWhatHappenedWhileNobodyWatched_ThenTheNextListTellsIt()
    {
        var watch = await WatchingAsync("7", Import("gone", 1), Import("same", 2), Import("changed", 3), Import("again", 4));
        await ChangesAsync("gone: +1", "same: +2", "changed: +3", "again: +4");
        await watch.RefuseAsync(410, "Expired");
        await Time.ExpireAsync(ShortPause, Cancellation);
        await NextListAsync(List("20", Import("same", 2), Import("changed", 11), Import("again", 12, uid: "another"), Import("new", 13)));
        await NextWatchAsync("20");
        await ChangesAsync("changed: 3>11", "again: -4", "again: +12", "new: +13", "gone: -1");
    }

    [Fact]
    public async Task Informer_GivenANamespacesInformer_ThenItsListRemovesNothingOfOthers()
    {
        Store.Upsert(ImportObject.Of(KubernetesJson.Deserialize<ImportResource>(Import("theirs", 1, inNamespace: "team-b").ToJsonString())));
        Run(new InformerScope("team-a", null));
        await NextListAsync(List("7"));
        await NextWatchAsync("7");
        Assert.Single(Store.Items);
    }

    [Fact]
    public async Task Informer_GivenAStorageThatWentBack_ThenTheListIsTakenThoughItsVersionsAreOlder()
    {
        var watch = await WatchingAsync("700", Import("a", 600), Import("b", 650));
        await ChangesAsync("a: +600", "b: +650");
        await watch.RefuseAsync(410, "Expired");
        await Time.ExpireAsync(ShortPause, Cancellation);
        await NextListAsync(List("500", Import("a", 400)));
        await NextWatchAsync("500");
        await ChangesAsync("a: -600", "b: -650", "a: +400");
    }

    [Fact]
    public async Task Informer_GivenPages_ThenNothingIsRemovedBeforeTheLast()
    {
        var watch = await WatchingAsync("7", Import("a", 1), Import("b", 2), Import("c", 3));
        await ChangesAsync("a: +1", "b: +2", "c: +3");
        await watch.RefuseAsync(410, "Expired");
        await Time.ExpireAsync(ShortPause, Cancellation);
        await NextListAsync(List("20", "more", Import("a", 1)));
        var second = await NextAsync();
        Assert.Equal("more", second.Query["continue"]);
        Assert.Equal(3, Store.Items.Count);
        await second.AnswerAsync(List("20", Import("c", 3)));
        await NextWatchAsync("20");
        await ChangesAsync("b: -2");
    }

    [Fact]
    public async Task Informer_GivenAnExpiredContinuation_ThenTheListStartsOverAndNothingIsRemoved()
    {
        var watch = await WatchingAsync("7", Import("a", 1), Import("b", 2));
        await ChangesAsync("a: +1", "b: +2");
        await watch.RefuseAsync(410, "Expired");
        await Time.ExpireAsync(ShortPause, Cancellation);
        await NextListAsync(List("20", "more", Import("a", 1)));
        await (await NextAsync()).RefuseAsync(410, "Expired");
        await Time.ExpireAsync(TimeSpan.FromSeconds(0.8), Cancellation);
        Assert.Equal(2, Store.Items.Count);
        var list = await NextListAsync(List("30", Import("a", 1), Import("b", 2)));
        Assert.DoesNotContain("continue", list.Query.Keys);
        await NextWatchAsync("30");
        Assert.Equal(2, Store.Items.Count);
    }

    [Fact]
    public async Task Informer_GivenAListThatFails_ThenTriesUntilItWorks()
    {
        Run(new InformerScope(null, null));
        await (await NextAsync()).RefuseAsync(403, "Forbidden");
        await Time.ExpireAsync(TimeSpan.FromSeconds(0.4), Cancellation);
        (await NextAsync()).Abort();
        await Time.ExpireAsync(TimeSpan.FromSeconds(0.8), Cancellation);
        Assert.False(Informer.Synced.IsCompleted);
        await NextListAsync(List("7"));
        await Informer.Synced.WaitAsync(Cancellation);
        await NextWatchAsync("7");
    }
}

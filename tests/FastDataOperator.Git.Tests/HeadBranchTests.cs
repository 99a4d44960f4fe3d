using System.Text;
using System.Text.RegularExpressions;
using FastDataOperator.Git.Signatures;
using FastDataOperator.Testing;

namespace FastDataOperator.Git.Tests;

/// <summary>G2 on another branch than the one that was read: made, replaced and deleted under a lease on what was seen.</summary>
public sealed partial class HeadBranchTests(SharedWebServer web) : IDisposable
{
    private const string Head = "fastdata/team-a/orders";

    private readonly GitWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Publish_BranchThatIsNotThere_MakesItOnTheSnapshotAndLeavesTheBase()
    {
        var (repository, url) = web.Create();
        var tip = repository.Commit("main", new TestFile("config.json", "x"), new TestFile("docs/a.md", "a"));
        using var snapshot = await _world.FetchAsync(url);

        var pushed = Assert.IsType<PublishResult.Pushed>(await PublishAsync(snapshot, "y", null));

        Assert.Equal(repository.Tip(Head), pushed.Id.Value);
        Assert.Equal(tip, repository.Git("rev-parse", $"{Head}^"));
        Assert.Equal(tip, repository.Tip("main"));
        Assert.Equal(["config.json"], repository.ChangedPaths(Head));
        repository.Check();
    }

    [Fact]
    public async Task Publish_BranchWithOurOldCommit_IsReplacedAlthoughThatIsNoFastForward()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        using (var before = await _world.FetchAsync(url))
        {
            await PublishAsync(before, "y", null);
        }

        var moved = repository.Commit("main", new TestFile("notes.txt", "theirs"));
        using var snapshot = await _world.FetchAsync(url);

        var pushed = Assert.IsType<PublishResult.Pushed>(await PublishAsync(snapshot, "z", repository.Tip(Head)));

        Assert.Equal(repository.Tip(Head), pushed.Id.Value);
        Assert.Equal(moved, repository.Git("rev-parse", $"{Head}^"));
        Assert.Equal("theirs", repository.ReadFile(Head, "notes.txt"));
        Assert.Equal("1", repository.Git("rev-list", "--count", $"main..{Head}"));
        repository.Check();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Publish_BranchThatMovedSinceItWasSeen_IsARaceAndKeepsTheirs(bool wasThere)
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        using var snapshot = await _world.FetchAsync(url);
        var seen = wasThere ? repository.Commit(Head, new TestFile("config.json", "ours")) : null;
        var theirs = repository.Commit(Head, new TestFile("config.json", "theirs"));

        var raced = Assert.IsType<PublishResult.Raced>(await PublishAsync(snapshot, "y", seen));

        Assert.Contains(theirs, raced.What, StringComparison.Ordinal);
        Assert.Equal(theirs, repository.Tip(Head));
    }

    [Fact]
    public async Task Publish_BranchThatSomebodyDeleted_IsARace()
    {
        var (repository, url) = web.Create();
        var tip = repository.Commit("main", new TestFile("config.json", "x"));
        using var snapshot = await _world.FetchAsync(url);

        Assert.IsType<PublishResult.Raced>(await PublishAsync(snapshot, "y", tip));

        Assert.Null(repository.Tip(Head));
    }

    [Fact]
    public async Task Publish_BranchThatMovesWhileThePushIsUnderWay_IsARaceByTheServersOwnComparison()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        var seen = repository.Commit(Head, new TestFile("config.json", "ours"));
        using var snapshot = await _world.FetchAsync(url);
        string? theirs = null;

        var result = await snapshot.PublishAsync(
            GitWorld.Content("config.json", "y"), Lease(seen), GitWorld.Deadline, () => theirs = repository.Commit(Head, new TestFile("config.json", "theirs")), GitWorld.Cancellation);

        Assert.IsType<PublishResult.Raced>(result);
        Assert.Equal(theirs, repository.Tip(Head));
    }

    [Fact]
    public async Task Publish_ServerThatTakesFastForwardsOnly_RefusesInItsWordsAndKeepsTheBranch()
    {
        var (repository, url) = web.Create();
        repository.Git("config", "receive.denyNonFastForwards", "true");
        repository.Commit("main", new TestFile("config.json", "x"));
        var seen = repository.Commit(Head, new TestFile("config.json", "ours"));
        using var snapshot = await _world.FetchAsync(url);

        var rejected = Assert.IsType<PublishResult.Rejected>(await PublishAsync(snapshot, "y", seen));

        Assert.Contains("non-fast-forward", rejected.ServerWords, StringComparison.Ordinal);
        Assert.Equal(seen, repository.Tip(Head));
    }

    [Fact]
    public async Task Publish_HookThatProtectsTheBranch_RefusesInItsWords()
    {
        var (repository, url) = web.Create();
        repository.SetHook("update", "case $1 in refs/heads/fastdata/*) echo 'bots stay out' >&2; exit 1;; esac");
        repository.Commit("main", new TestFile("config.json", "x"));
        using var snapshot = await _world.FetchAsync(url);

        Assert.Contains("bots stay out", Assert.IsType<PublishResult.Rejected>(await PublishAsync(snapshot, "y", null)).ServerWords, StringComparison.Ordinal);

        Assert.Null(repository.Tip(Head));
    }

    [Fact]
    public async Task Publish_BranchWhoseFolderIsABranchItself_RefusesInTheServersWords()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        var theirs = repository.Commit("fastdata", new TestFile("a", "a"));
        using var snapshot = await _world.FetchAsync(url);

        Assert.IsType<PublishResult.Rejected>(await PublishAsync(snapshot, "y", null));

        Assert.Equal(theirs, repository.Tip("fastdata"));
    }

    [Fact]
    public async Task Delete_BranchThatIsWhereItWasSeen_GoesAndTheOthersStay()
    {
        var (repository, url) = web.Create();
        var tip = repository.Commit("main", new TestFile("config.json", "x"));
        var seen = repository.Commit(Head, new TestFile("config.json", "ours"));

        Assert.IsType<DeleteResult.Deleted>(await DeleteAsync(url, seen));

        Assert.Null(repository.Tip(Head));
        Assert.Equal(tip, repository.Tip("main"));
    }

    [Fact]
    public async Task Delete_BranchThatIsGone_IsDone()
    {
        var (repository, url) = web.Create();
        var tip = repository.Commit("main", new TestFile("config.json", "x"));

        Assert.IsType<DeleteResult.Deleted>(await DeleteAsync(url, tip, () => Assert.Fail("nothing is to be sent")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Delete_BranchThatMoved_StaysWithTheirCommit(bool isUnderWay)
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        var seen = repository.Commit(Head, new TestFile("config.json", "ours"));
        string? theirs = null;
        void Move() => theirs = repository.Commit(Head, new TestFile("config.json", "theirs"));
        if (!isUnderWay)
        {
            Move();
        }

        var raced = Assert.IsType<DeleteResult.Raced>(await DeleteAsync(url, seen, isUnderWay ? Move : static () => Assert.Fail("nothing is to be sent")));

        Assert.Contains(theirs!, raced.What, StringComparison.Ordinal);
        Assert.Equal(theirs, repository.Tip(Head));
    }

    [Fact]
    public async Task Delete_ServerThatKeepsBranches_RefusesInItsWords()
    {
        var (repository, url) = web.Create();
        repository.Git("config", "receive.denyDeletes", "true");
        repository.Commit("main", new TestFile("config.json", "x"));
        var seen = repository.Commit(Head, new TestFile("config.json", "ours"));

        Assert.NotEmpty(Assert.IsType<DeleteResult.Rejected>(await DeleteAsync(url, seen)).ServerWords);

        Assert.Equal(seen, repository.Tip(Head));
    }

    [Fact]
    public async Task Delete_CallerMayNoLongerWrite_SendsNothingAndPassesItsException()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        var seen = repository.Commit(Head, new TestFile("config.json", "ours"));
        var over = new OperationCanceledException("another one leads");

        Assert.Same(over, await Assert.ThrowsAsync<OperationCanceledException>(() => DeleteAsync(url, seen, () => throw over)));

        Assert.Equal(seen, repository.Tip(Head));
    }

    [Fact]
    public async Task Tip_OfACommit_SaysWhoMadeItOnWhatAndWhy()
    {
        var (repository, url) = web.Create();
        var parent = repository.Commit("main", new TestFile("config.json", "x"));
        using (var before = await _world.FetchAsync(url))
        {
            await PublishAsync(before, "y", null);
        }

        using var snapshot = await _world.FetchAsync(url, Head);

        var tip = snapshot.Tip!;
        Assert.Equal(repository.Tip(Head), tip.Id.Value);
        Assert.Equal(parent, Assert.Single(tip.Parents).Value);
        Assert.Equal("Import sv_customers\n\nFrom a source.\n", tip.Message);
        Assert.Equal("Fast Data", tip.CommitterName);
        Assert.False(tip.IsSealed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tip_OfASealedCommit_IsSealedUntilAnythingButTheSignatureIsChanged_G2(bool isSigned)
    {
        using var keys = new SshKeys();
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        using (var before = await _world.FetchAsync(url))
        {
            var content = GitWorld.Content("config.json", "y") with { IsSealed = true, Signer = isSigned ? Signer(keys.Generate("-t ed25519")) : null };
            Assert.IsType<PublishResult.Pushed>(await before.PublishAsync(content, Lease(null), GitWorld.Deadline, static () => { }, GitWorld.Cancellation));
        }

        repository.Check();
        var commit = repository.Git("cat-file", "commit", Head) + "\n";
        Assert.Equal(isSigned, commit.Contains("gpgsig ", StringComparison.Ordinal));
        var unsigned = UnsignedText().Replace(commit, "");
        var seal = SealLine().Match(commit);
        Assert.Equal(seal.Groups[1].Value, Write(repository, unsigned[..^seal.Length]));

        Assert.True(await IsSealedAsync(commit));
        Assert.True(await IsSealedAsync(unsigned));
        Assert.False(await IsSealedAsync(commit.Replace("+0100\ncommitter", "+0200\ncommitter", StringComparison.Ordinal)));
        Assert.False(await IsSealedAsync(commit.Replace("From a", "From another", StringComparison.Ordinal)));
        Assert.False(await IsSealedAsync(commit.Insert(commit.IndexOf("\n\n", StringComparison.Ordinal), "\nencoding UTF-8")));
        Assert.False(await IsSealedAsync(commit + "\n"));
        Assert.False(await IsSealedAsync(commit[..^1]));
        Assert.False(await IsSealedAsync(commit[..^seal.Length]));
        Assert.False(await IsSealedAsync(commit[..^seal.Length] + seal.Value.ToUpperInvariant()));
        Assert.False(await IsSealedAsync(commit[..^(seal.Length + 1)] + seal.Value));

        async Task<bool> IsSealedAsync(string text)
        {
            repository.Git("update-ref", $"refs/heads/{Head}", Write(repository, text));
            using var snapshot = await _world.FetchAsync(url, Head);
            return snapshot.Tip!.IsSealed;
        }
    }

    [GeneratedRegex("^gpgsig .*\\n( .*\\n)*", RegexOptions.Multiline)]
    private static partial Regex UnsignedText();

    [GeneratedRegex("FastData-Seal: ([0-9a-f]{40})\\n\\z")]
    private static partial Regex SealLine();

    private static CommitSigner Signer(string file) =>
        CommitSigner.TryReadSsh(File.ReadAllBytes(file), null, out var signer, out var problem) ? signer : throw new ArgumentException(problem);

    private static string Write(TestRepository repository, string commit) =>
        GitCommand.Run(repository.Path, Encoding.UTF8.GetBytes(commit), "hash-object", "-t", "commit", "-w", "--literally", "--stdin");

    private static BranchLease Lease(string? tip) => new(GitWorld.Branch(Head), tip is null ? null : CommitId.TryParse(tip, out var id) ? id : throw new ArgumentException(tip));

    private static Task<PublishResult> PublishAsync(RepositorySnapshot snapshot, string content, string? tip) =>
        snapshot.PublishAsync(GitWorld.Content("config.json", content), Lease(tip), GitWorld.Deadline, static () => { }, GitWorld.Cancellation);

    private Task<DeleteResult> DeleteAsync(string url, string tip, Action? beforePush = null) =>
        _world.Client.DeleteBranchAsync(GitWorld.Address(url), Lease(tip), RemoteAccess.Anonymous, GitWorld.Deadline, beforePush ?? (static () => { }), GitWorld.Cancellation);
}

using FastDataOperator.Api;
using FastDataOperator.SharedReads;
using Microsoft.Extensions.Time.Testing;

namespace FastDataOperator.Tests.SharedReads;

public sealed class SharedReadsTests
{
    private static readonly ObjectKey s_first = new("team-a", "first");
    private static readonly ObjectKey s_second = new("team-a", "second");

    private readonly FakeTimeProvider _time = new();
    private readonly List<ObjectKey> _woken = [];
    private readonly SharedReads<string, string> _reads;
    private readonly List<(string?, string?)> _compared = [];
    private string _answer = "1";
    private int _made;

    public SharedReadsTests()
    {
        _reads = new SharedReads<string, string>(
            (_, _, _) =>
            {
                _made++;
                return Task.FromResult(_answer);
            },
            static answer => answer == "failed" ? null : answer,
            key =>
            {
                lock (_woken)
                {
                    _woken.Add(key);
                }
            },
            (before, mark) => _compared.Add((before, mark)),
            _time,
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Get_ManyWithinTheirInterval_ReadsOnce()
    {
        var notBefore = _time.GetTimestamp();
        for (var at = 0; at < 10; at++)
        {
            Assert.Equal("1", await GetAsync(new ObjectKey("team-a", $"import-{at}"), notBefore));
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(1, _made);
    }

    [Fact]
    public async Task Get_WhatBeganBefore_ReadsAgain()
    {
        await GetAsync(s_first, _time.GetTimestamp());
        _time.Advance(TimeSpan.FromSeconds(1));

        await GetAsync(s_first, _time.GetTimestamp());

        Assert.Equal(2, _made);
    }

    [Fact]
    public async Task Get_WhatIsUnderWay_WaitsForIt()
    {
        var answer = new TaskCompletionSource<string>();
        var made = 0;
        var reads = new SharedReads<string, string>(
            (_, _, _) =>
            {
                Interlocked.Increment(ref made);
                return answer.Task;
            },
            static text => text, static _ => { }, static (_, _) => { }, _time, TestContext.Current.CancellationToken);
        var asked = Enumerable.Range(0, 20).Select(at => reads.GetAsync(new ObjectKey("a", $"{at}"), "x", long.MinValue, TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken)).ToList();

        answer.SetResult("done");

        Assert.All(await Task.WhenAll(asked), static text => Assert.Equal("done", text));
        Assert.Equal(1, made);
    }

    [Fact]
    public async Task Get_OneCallerGivesUp_TheOthersGetTheirAnswer()
    {
        var answer = new TaskCompletionSource<string>();
        var reads = new SharedReads<string, string>((_, _, _) => answer.Task, static text => text, static _ => { }, static (_, _) => { }, _time, TestContext.Current.CancellationToken);
        using var impatient = new CancellationTokenSource();
        var gone = reads.GetAsync(s_first, "x", long.MinValue, TimeSpan.FromSeconds(1), impatient.Token);
        var patient = reads.GetAsync(s_second, "x", long.MinValue, TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        answer.SetResult("done");

        Assert.Equal("done", await patient);
    }

    [Fact]
    public async Task Get_WhatSomebodyWithMoreTimeBegan_IsWaitedForNoLongerThanTheOwnDeadline()
    {
        var answer = new TaskCompletionSource<string>();
        var reads = new SharedReads<string, string>((_, _, _) => answer.Task, static text => text, static _ => { }, static (_, _) => { }, _time, TestContext.Current.CancellationToken);
        var patient = reads.GetAsync(s_first, "x", long.MinValue, TimeSpan.FromHours(24), TestContext.Current.CancellationToken);
        var hasty = reads.GetAsync(s_second, "x", long.MinValue, TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromSeconds(61));

        await Assert.ThrowsAsync<TimeoutException>(() => hasty.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.True(hasty.IsFaulted);
        answer.SetResult("done");
        Assert.Equal("done", await patient);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Get_AFailureOfWhoHadLittleTime_IsNotTheFailureOfWhoHasMuch(bool isUnderWay)
    {
        var answers = new Queue<TaskCompletionSource<string>>([new(), new()]);
        var (hastyRead, ownRead) = (answers.First(), answers.Last());
        var reads = new SharedReads<string, string>(
            (_, _, _) => answers.Dequeue().Task, static text => text == "failed" ? null : text, static _ => { }, static (_, _) => { }, _time, TestContext.Current.CancellationToken);
        var hasty = reads.GetAsync(s_first, "x", long.MinValue, TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        Task<string>? patient = null;
        if (isUnderWay)
        {
            patient = reads.GetAsync(s_second, "x", long.MinValue, TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }

        hastyRead.SetResult("failed");
        Assert.Equal("failed", await hasty);
        patient ??= reads.GetAsync(s_second, "x", long.MinValue, TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        ownRead.SetResult("1");

        Assert.Equal("1", await patient);
    }

    [Fact]
    public async Task Learn_WhileAReadIsUnderWay_ThatReadIsNoNews()
    {
        var under = new TaskCompletionSource<string>();
        var answers = new Queue<Task<string>>([Task.FromResult("1"), under.Task, Task.FromResult("2")]);
        var woken = new List<ObjectKey>();
        var reads = new SharedReads<string, string>((_, _, _) => answers.Dequeue(), static text => text, woken.Add, static (_, _) => { }, _time, TestContext.Current.CancellationToken);
        Task<string> Read(ObjectKey who, long notBefore) => reads.GetAsync(who, "x", notBefore, TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        await Read(s_first, long.MinValue);
        await Read(s_second, long.MinValue);
        _time.Advance(TimeSpan.FromMinutes(10));
        var old = Read(s_second, _time.GetTimestamp());

        reads.Learn("x", "2");
        under.SetResult("1");
        Assert.Equal("1", await old);
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("2", await Read(s_first, _time.GetTimestamp()));

        Assert.Empty(woken);
    }

    [Fact]
    public async Task Get_AnotherAnswer_WakesTheOtherFollowers()
    {
        await GetAsync(s_first, _time.GetTimestamp());
        await GetAsync(s_second, long.MinValue);
        _time.Advance(TimeSpan.FromMinutes(10));
        _answer = "2";

        await GetAsync(s_first, _time.GetTimestamp());

        Assert.Equal([s_second], _woken);
    }

    [Fact]
    public async Task Get_TheSameAnswerOrAFailure_WakesNobody()
    {
        await GetAsync(s_first, _time.GetTimestamp());
        await GetAsync(s_second, long.MinValue);
        foreach (var answer in new[] { "1", "failed", "1" })
        {
            _answer = answer;
            _time.Advance(TimeSpan.FromMinutes(10));
            await GetAsync(s_first, _time.GetTimestamp());
        }

        Assert.Empty(_woken);
        Assert.Equal(4, _made);
        Assert.Equal([(null, "1"), ("1", "1"), ("1", null), ("1", "1")], _compared);
    }

    [Fact]
    public async Task Get_AFailure_IsSharedForAMomentOnly()
    {
        _answer = "failed";
        await GetAsync(s_first, long.MinValue);
        await GetAsync(s_second, long.MinValue);
        Assert.Equal(1, _made);

        _time.Advance(TimeSpan.FromSeconds(11));
        _answer = "1";

        Assert.Equal("1", await GetAsync(s_second, long.MinValue));
    }

    [Fact]
    public async Task Learn_OwnChange_IsTheAnswerAndNoNews()
    {
        await GetAsync(s_first, long.MinValue);
        await GetAsync(s_second, long.MinValue);
        _reads.Learn("target", "2");

        Assert.Equal("2", await GetAsync(s_second, long.MinValue));
        _answer = "2";
        _time.Advance(TimeSpan.FromMinutes(10));
        await GetAsync(s_second, _time.GetTimestamp());

        Assert.Empty(_woken);
    }

    [Fact]
    public async Task Expire_WakesTheFollowersAndReadsAnew()
    {
        await GetAsync(s_first, long.MinValue);

        _reads.Expire("target");
        _reads.Expire("unknown");
        await GetAsync(s_first, long.MinValue);

        Assert.Equal([s_first], _woken);
        Assert.Equal(2, _made);
    }

    [Fact]
    public async Task Keep_NobodyFollowsAnyMore_Forgets()
    {
        await GetAsync(s_first, long.MinValue);
        _reads.Keep(s_first);
        _reads.Expire("target");

        await GetAsync(s_second, long.MinValue);

        Assert.Empty(_woken);
        Assert.Equal(2, _made);
    }

    private Task<string> GetAsync(ObjectKey follower, long notBefore) =>
        _reads.GetAsync(follower, "target", notBefore, TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
}

using System.Diagnostics.Metrics;
using FastDataOperator.Testing;

namespace FastDataOperator.Git.Tests;

/// <summary>What an observer sees of operations.</summary>
public sealed class MetricsTests(SharedWebServer web) : IDisposable
{
    private readonly GitWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Operations_OfEachKind_AreMeasuredByWhatTheyWereAndHowTheyEnded()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        List<string> operations = [];
        var received = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter, _world.Meter))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, seconds, tags, _) =>
        {
            Assert.True(seconds > 0);
            Assert.Null(instrument.Unit);
            lock (operations)
            {
                operations.Add($"{instrument.Name}{{{string.Join(',', tags.ToArray().Select(static tag => $"{tag.Key}={tag.Value}"))}}}");
            }
        });
        listener.SetMeasurementEventCallback<long>((instrument, bytes, _, _) =>
        {
            Assert.Equal("fastdata_git_bytes_received", instrument.Name);
            Interlocked.Add(ref received, bytes);
        });
        listener.Start();

        await _world.Client.LookAsync(GitWorld.Address(url), GitReference.Default, RemoteAccess.Anonymous, GitWorld.Deadline, GitWorld.Cancellation);
        var afterLook = Volatile.Read(ref received);
        using (var snapshot = await _world.FetchAsync(url))
        {
            await GitWorld.PublishAsync(snapshot, "config.json", "y");
        }

        await _world.FailAsync(url + "x");
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _world.Client.LookAsync(GitWorld.Address(url), GitReference.Default, RemoteAccess.Anonymous, GitWorld.Deadline, stopped.Token));

        Assert.Equal(
            [
                "fastdata_git_operation_duration_seconds{operation=look,result=ok}",
                "fastdata_git_operation_duration_seconds{operation=fetch,result=ok}",
                "fastdata_git_operation_duration_seconds{operation=push,result=ok}",
                "fastdata_git_operation_duration_seconds{operation=fetch,result=RepositoryNotFound}",
                "fastdata_git_operation_duration_seconds{operation=look,result=Cancelled}",
            ],
            operations);
        Assert.True(afterLook > 0);
        Assert.True(Volatile.Read(ref received) > afterLook);
    }
}

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using FastDataOperator.Git.Forges;
using FastDataOperator.Testing.Forges;
using FastDataOperator.Testing.Forges.GitHub;

namespace FastDataOperator.Git.Tests.Forges.Http;

public sealed class ForgeMetricsTests
{
    [Fact]
    public async Task Metrics_OfCalls_TellWhatWasAskedAndWhatIsLeft()
    {
        await using var server = new GitHubServer();
        await server.StartAsync();
        using var world = new ForgeWorld(new HastyTime());
        var seen = new ConcurrentQueue<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter == world.Meter && instrument.Name.StartsWith("fastdata_forge_", StringComparison.Ordinal))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            seen.Enqueue($"{instrument.Name}{{{string.Join(',', tags.ToArray().Select(static tag => $"{tag.Key}={tag.Value}"))}}} {value}"));
        listener.Start();
        server.Fault = context =>
        {
            context.Response.Headers["X-RateLimit-Remaining"] = "41";
            return Task.FromResult(false);
        };
        var head = GitWorld.Branch("fastdata/a");
        var cancellation = TestContext.Current.CancellationToken;

        await world.Open(server.RepositoryUrl, ForgeProvider.GitHub, server.CredentialsOf(ForgeServer.Good)).FindAsync(head, cancellation);
        await Assert.ThrowsAsync<GitException>(() =>
            world.Open(server.RepositoryUrl, ForgeProvider.GitHub, server.CredentialsOf(ForgeServer.Wrong)).FindAsync(head, cancellation));
        await Assert.ThrowsAsync<GitException>(() =>
            world.Open("http://127.0.0.1:9/acme/config", ForgeProvider.GitHub, GitCredentials.Anonymous).FindAsync(head, cancellation));
        listener.RecordObservableInstruments();

        Assert.Equal(
            [
                "fastdata_forge_requests{provider=GitHub,operation=find,code=200} 1",
                "fastdata_forge_requests{provider=GitHub,operation=find,code=401} 1",
                "fastdata_forge_requests{provider=GitHub,operation=find,code=<error>} 1",
                "fastdata_forge_requests{provider=GitHub,operation=find,code=<error>} 1",
                "fastdata_forge_requests{provider=GitHub,operation=find,code=<error>} 1",
                $"fastdata_forge_rate_limit_remaining{{provider=GitHub,host={new Uri(server.Origin).Authority}}} 41",
            ],
            seen);
    }
}

using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Git;
using FastDataOperator.Imports;
using FastDataOperator.Reconcilers;
using FastDataOperator.SharedReads;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;
using FastDataOperator.WorkQueues;

namespace FastDataOperator.Tests.Reconcilers;

public sealed class PassAttemptTests
{
    [Fact]
    public async Task Import_WhileOneWithoutTheCredentialsHoldsTheSameBranch_IsNotKeptFromIt()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0); // takes connections, and never answers
        silent.Start();
        using var scratch = new TemporaryDirectory();
        using var meter = new Meter("test");
        using var git = new GitClient(TimeProvider.System, scratch.Path, new GitLimits(), RemotePolicy.Unrestricted, meter);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var attempt = new PassAttempt(git, new WriterLanes<DestinationLane, ObjectKey>(static _ => { }), TimeProvider.System, static () => { }, static (_, _, _) => throw new InvalidOperationException());
        var address = $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/team-b.git";
        var owners = new RemoteAccess { Credentials = new GitCredentials.Basic("team-b", TestSecrets.Canary) };

        var stranger = attempt.ImportAsync(Pass("stranger", address, RemoteAccess.Anonymous, TimeSpan.FromHours(24)), stop.Token);
        var owner = await attempt.ImportAsync(Pass("owner", address, owners, TimeSpan.FromMilliseconds(100)), stop.Token);
        var another = attempt.ImportAsync(Pass("another", address, RemoteAccess.Anonymous, TimeSpan.FromHours(24)), stop.Token);

        Assert.Equal(nameof(GitFailure.TimedOut), Assert.IsType<PassOutcome.Failed>(owner).Reason);
        Assert.IsType<PassOutcome.Parked>(await another);
        Assert.False(stranger.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stranger);
    }

    private static ImportPass Pass(string name, string address, RemoteAccess access, TimeSpan timeout)
    {
        var import = ImportObjectBuilder.Make(name);
        Assert.True(RepositoryAddress.TryParse(address, out var repository, out _));
        var requested = ((RequestMapping.Mapped)RequestMapper.Map(import.Import!, static _ => null, "")).Import;
        var destination = requested.Destination with { Address = repository };
        var pass = new ImportPass(import, long.MinValue, new Deadline(TimeProvider.System, timeout))
        {
            Requested = requested with { Source = requested.Source! with { Address = repository, Path = "other.json" }, Destination = destination },
            SeenSource = new Look.Seen("main", new string('a', 40)),
            SeenDestination = new Look.Seen("main", new string('b', 40)),
        };
        pass.Access[destination] = access;
        return pass;
    }
}

using System.Text;
using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Git;
using FastDataOperator.Imports;
using FastDataOperator.Reconcilers;
using FastDataOperator.Secrets;
using FastDataOperator.SharedReads;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;
using Microsoft.Extensions.Time.Testing;

namespace FastDataOperator.Tests.Reconcilers;

/// <summary>What a pass makes of the Secrets that its import names.</summary>
public sealed class PassReadsTests
{
    private static readonly ObjectKey s_git = new("team-a", "git");
    private static readonly ObjectKey s_egress = new("team-a", "egress");
    private readonly FakeTimeProvider _time = new();
    private readonly Dictionary<ObjectKey, SecretReading> _cluster = [];
    private readonly List<ObjectKey> _read = [];
    private Look _look = new Look.Seen("main", new string('a', 40));

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Access_GivenBothSecrets_IsMadeOfBoth_EachReadOnce()
    {
        using var authority = TestAuthority.Create("CN=authority of the test");
        Put(s_git, "1", ("password", TestSecrets.Canary + "-secret"), ("ca.crt", authority.CertificatePem));
        Put(s_egress, "7", ("address", "http://proxy.example.com:3128"));
        var (reads, pass) = (Reads(), Pass());

        Assert.Null(await reads.ReadCredentialsAsync(pass, long.MinValue, CancellationToken));

        Assert.Equal([s_egress, s_git], _read.OrderBy(static name => name.ToString(), StringComparer.Ordinal));
        Assert.Equal("1 7", pass.Secrets);
        var source = pass.Access[pass.Requested!.Source!];
        Assert.Equal(new GitCredentials.Basic("git", TestSecrets.Canary + "-secret"), source.Credentials);
        Assert.NotEqual(RemoteTrust.Machine, source.Trust);
        Assert.Equal("http://proxy.example.com:3128", source.Proxy?.Display);
        Assert.Equal(source with { Proxy = null }, pass.Access[pass.Destination]);
    }

    [Theory]
    [InlineData("git")]
    [InlineData("egress")]
    public async Task Access_GivenOneOfThemChanged_IsAnotherAtTheNextAttempt(string changed)
    {
        using var first = TestAuthority.Create("CN=first authority");
        using var second = TestAuthority.Create("CN=second authority");
        Put(s_git, "1", ("ca.crt", first.CertificatePem));
        Put(s_egress, "7", ("address", "https://proxy.example.com"), ("ca.crt", first.CertificatePem));
        var (reads, before, after) = (Reads(), Pass(), Pass());
        Assert.Null(await reads.ReadCredentialsAsync(before, long.MinValue, CancellationToken));

        _time.Advance(TimeSpan.FromMinutes(10));
        Put(new ObjectKey("team-a", changed), "9", ("address", "https://proxy.example.com"), ("ca.crt", second.CertificatePem));
        Assert.Null(await reads.ReadCredentialsAsync(after, _time.GetTimestamp(), CancellationToken));

        Assert.NotEqual(before.Secrets, after.Secrets);
        Assert.NotEqual(before.Access[before.Requested!.Source!], after.Access[after.Requested!.Source!]);
    }

    [Fact]
    public async Task Access_GivenAProxySecretWithoutAnAddress_IsRefusedByName()
    {
        Put(s_git, "1", ("password", TestSecrets.Canary + "-secret"));
        Put(s_egress, "7", ("username", "egress"), ("password", TestSecrets.Canary));

        var refused = Assert.IsType<PassOutcome.Refused>(await Reads().ReadCredentialsAsync(Pass(), long.MinValue, CancellationToken));

        var problem = Assert.Single(refused.Problems);
        Assert.Equal("InvalidValue", problem.Reason.ToString());
        Assert.Contains("Secret team-a/egress has the keys password, username, and none that is enough", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_GivenAProxyThatRefuses_NamesItsSecret()
    {
        Put(s_git, "1", ("password", TestSecrets.Canary + "-secret"));
        Put(s_egress, "7", ("address", "http://proxy.example.com:3128"));
        _look = new Look.Failed(new GitException(GitFailure.ProxyRefused, false, "It said no."));
        var (reads, pass) = (Reads(), Pass());
        Assert.Null(await reads.ReadCredentialsAsync(pass, long.MinValue, CancellationToken));

        var failed = Assert.IsType<PassOutcome.Failed>(await reads.LookAsync(pass, CancellationToken));

        Assert.Equal(("ProxyRefused", false, "It said no. The proxy is that of the Secret team-a/egress."), (failed.Reason, failed.IsTransient, failed.Message));
    }

    private static ImportPass Pass()
    {
        var import = ImportObjectBuilder.Make();
        var requested = ((RequestMapping.Mapped)RequestMapper.Map(import.Import!, static _ => null, "")).Import;
        return new ImportPass(import, long.MinValue, new Deadline(TimeProvider.System, TimeSpan.FromHours(1)))
        {
            Requested = requested with
            {
                Source = requested.Source! with { Secret = s_git, ProxySecret = s_egress }, Destination = requested.Destination with { Secret = s_git },
            },
        };
    }

    private void Put(ObjectKey name, string version, params (string Key, string Value)[] data) => _cluster[name] = new SecretReading.Found(
        new SecretValues(name, data.ToDictionary(static item => item.Key, static item => Encoding.UTF8.GetBytes(item.Value))), version);

    private PassReads Reads() => new(
        new SharedReads<ObjectKey, SecretReading>(
            (name, _, _) =>
            {
                _read.Add(name);
                return Task.FromResult(_cluster[name]);
            },
            static reading => reading.Mark, static _ => { }, static (_, _) => { }, _time, CancellationToken),
        new SharedReads<LookTarget, Look>((_, _, _) => Task.FromResult(_look), static look => look.Mark, static _ => { }, static (_, _) => { }, _time, CancellationToken));
}

using System.Net;
using FastDataOperator.Git.Forges.Http;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Forges.GitHub;

/// <summary>Exchanges GitHub Apps for the tokens of their installations. One is kept for each App's credentials and each way to GitHub (CA, client certificate, proxy),
/// whichever imports use them, until five minutes before its end; those who need one at the same time wait for the same exchange: nobody gets what another's proxy made of his.
/// Keys are digests; a changed Secret is another key.</summary>
internal sealed class InstallationTokens(ForgeChannels channels)
{
    /// <summary>Beyond this, tokens that are over are forgotten.</summary>
    private const int Most = 1_000;

    private static readonly TimeSpan s_early = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);

    /// <summary>For one exchange, whoever waits for it.</summary>
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Who, string Way), Kept> _kept = [];

    public AppSession For(GitCredentials.GitHubApp app, RepositoryAddress repository, RemoteAccess access) => new(this, app, repository, access);

    /// <summary>A token that holds for at least five minutes.</summary>
    /// <exception cref="GitException">The App is not for this host, or GitHub gives it no token.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<string> GetAsync(GitCredentials.GitHubApp app, RepositoryAddress repository, RemoteAccess access, CancellationToken cancellationToken)
    {
        var address = AppAddress.Of(app, repository);
        var key = Key(app, access);
        Kept kept;
        lock (_lock)
        {
            if (!_kept.TryGetValue(key, out kept!) || kept.IsOver(channels.Connections.TimeProvider))
            {
                Sweep();
                kept = _kept[key] = new Kept(ExchangeAsync(app, address, access));
            }
        }

        return (await kept.Exchange.WaitAsync(cancellationToken)).Token;
    }

    /// <summary>Forgets a token that was not accepted, unless it is another one by now.</summary>
    public void Drop(GitCredentials.GitHubApp app, RemoteAccess access, string token)
    {
        lock (_lock)
        {
            var key = Key(app, access);
            if (_kept.TryGetValue(key, out var kept) && kept.Exchange is { IsCompletedSuccessfully: true } exchange && exchange.Result.Token == token)
            {
                _kept.Remove(key);
            }
        }
    }

    private static (string Who, string Way) Key(GitCredentials.GitHubApp app, RemoteAccess access) => (app.Digest(), new HttpRoute(access.Trust, access.Proxy).Digest());

    private async Task<Exchanged> ExchangeAsync(GitCredentials.GitHubApp app, ForgeAddress address, RemoteAccess access)
    {
        // Away from the caller's lock, and from its time: others wait for this too.
        await Task.Yield();
        var timeProvider = channels.Connections.TimeProvider;
        using var deadline = new CancellationTokenSource(s_deadline, timeProvider);
        try
        {
            var assertion = new GitCredentials.Bearer(AppAssertion.Sign(app, timeProvider.GetUtcNow()));
            var api = new ForgeApi(channels.Of(address, app), address, GitHubForge.AppTraits, access, assertion);
            var installation = app.InstallationId ?? await FindAsync(api, app.Owner!, deadline.Token);
            var answer = await api.SendAsync(
                new ForgeRequest("token", HttpMethod.Post, $"app/installations/{Uri.EscapeDataString(installation)}/access_tokens") { IsRepeatable = true }, deadline.Token);
            var given = answer.Read(GitHubJson.Default.AppToken);

            // By GitHub's own clock, so that ours may be wrong.
            var life = given.ExpiresAt - (answer.Headers.Date ?? timeProvider.GetUtcNow());
            return new Exchanged(given.Token, timeProvider.GetTimestamp(), (life > s_longest ? s_longest : life) - s_early);
        }
        catch (OperationCanceledException)
        {
            throw new GitException(GitFailure.TimedOut, true, $"The GitHub API of {address.Display} gave the App no token within {s_deadline.TotalSeconds:0} s.");
        }
    }

    /// <summary>An owner is an organisation or a user, which are asked for at different places.</summary>
    private static async Task<string> FindAsync(ForgeApi api, string owner, CancellationToken cancellationToken)
    {
        var name = Uri.EscapeDataString(owner);
        var answer = await api.SendAsync(ForgeRequest.Get("token", $"orgs/{name}/installation") with { Expected = [HttpStatusCode.NotFound] }, cancellationToken);
        if (!answer.IsSuccess)
        {
            answer = await api.SendAsync(ForgeRequest.Get("token", $"users/{name}/installation"), cancellationToken);
        }

        return answer.Read(GitHubJson.Default.AppInstallation).Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private void Sweep()
    {
        if (_kept.Count >= Most)
        {
            foreach (var over in _kept.Where(entry => entry.Value.IsOver(channels.Connections.TimeProvider)).Select(static entry => entry.Key).ToArray())
            {
                _kept.Remove(over);
            }
        }
    }

    /// <param name="Life">From <paramref name="Since"/> on, the five minutes taken off.</param>
    private sealed record Exchanged(string Token, long Since, TimeSpan Life)
    {
        public override string ToString() => nameof(Exchanged);
    }

    private sealed class Kept(Task<Exchanged> exchange)
    {
        public Task<Exchanged> Exchange => exchange;

        /// <summary>Whether a new one is needed: what failed is tried again by the next, and what is under way is waited for.</summary>
        public bool IsOver(TimeProvider timeProvider) =>
            exchange.IsCompleted && (!exchange.IsCompletedSuccessfully || timeProvider.GetElapsedTime(exchange.Result.Since) >= exchange.Result.Life);
    }
}

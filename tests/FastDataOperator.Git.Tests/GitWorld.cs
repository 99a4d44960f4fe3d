using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Git.Tests;

/// <summary>A client with a scratch directory of its own, and short words for what the tests do with it.</summary>
internal sealed class GitWorld : IDisposable
{
    /// <summary>Long enough to mean none: no test waits for it.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private readonly TemporaryDirectory _directory = new();

    /// <param name="resolve">Where hosts are, for a policy that judges addresses; the system's answer by default.</param>
    public GitWorld(
        TimeProvider? timeProvider = null, GitLimits? limits = null, RemotePolicy? policy = null, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        Directory.CreateDirectory(Scratch);
        Client = new GitClient(
            timeProvider ?? TimeProvider.System, Scratch, limits ?? new GitLimits(), policy ?? RemotePolicy.Unrestricted, Meter, resolve ?? Dns.GetHostAddressesAsync);
    }

    public Meter Meter { get; } = new("test");

    public GitClient Client { get; }

    public string Scratch => _directory["scratch"];

    /// <summary>A place for a local repository.</summary>
    public string this[string name] => _directory[name];

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static RepositoryAddress Address(string text) =>
        RepositoryAddress.TryParse(text, out var address, out var problem) ? address : throw new ArgumentException(problem);

    public static BranchName Branch(string name) => BranchName.TryParse(name, out var branch) ? branch : throw new ArgumentException(name);

    public async Task<RepositorySnapshot> FetchAsync(
        string address, string? branch = null, GitCredentials? credentials = null, params string[]? paths) =>
        Assert.IsType<FetchResult.Fetched>(await TryFetchAsync(address, branch, credentials, paths is { Length: > 0 } ? paths : null)).Snapshot;

    public async Task<RepositorySnapshot> FetchAsync(string address, GitReference reference) =>
        Assert.IsType<FetchResult.Fetched>(await TryFetchAsync(address, reference)).Snapshot;

    public static GitReference Tag(string name) => new GitReference.Tag(TagName.TryParse(name, out var tag) ? tag : throw new ArgumentException(name));

    public static GitReference SemVer(string range) => new GitReference.SemVer(VersionRange.TryParse(range, out var parsed, out var problem) ? parsed : throw new ArgumentException(problem));

    public static GitReference Commit(string id) => new GitReference.Commit(CommitId.TryParse(id, out var commit) ? commit : throw new ArgumentException(id));

    public Task<FetchResult> TryFetchAsync(
        string address, string? branch = null, GitCredentials? credentials = null, string[]? paths = null) =>
        TryFetchAsync(address, GitReference.Of(branch is null ? null : Branch(branch)), credentials, paths);

    public Task<FetchResult> TryFetchAsync(
        string address, GitReference reference, GitCredentials? credentials = null, string[]? paths = null) =>
        Client.FetchAsync(
            Address(address), reference, paths ?? ["config.json"], new RemoteAccess { Credentials = credentials ?? GitCredentials.Anonymous }, Deadline, Cancellation);

    public async Task<GitException> FailAsync(string address, GitCredentials? credentials = null)
    {
        var exception = await Assert.ThrowsAsync<GitException>(() => TryFetchAsync(address, "main", credentials));
        Evidence.Keep("exception", exception.ToString());
        return exception;
    }

    public static Task<PublishResult> PublishAsync(RepositorySnapshot snapshot, string path, string content) =>
        snapshot.PublishAsync(Content(path, content), Deadline, static () => { }, Cancellation);

    public static CommitContent Content(string path, params string[] pieces) => new()
    {
        Path = path,
        Pieces = [.. pieces.Select(piece => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(piece)))],
        Message = "Import sv_customers\n\nFrom a source.\n",
        AuthorName = "Fast Data",
        AuthorEmail = "fastdata@example.com",
        When = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(1)),
    };

    public static string Text(SnapshotFile file) => Encoding.UTF8.GetString(Assert.IsType<SnapshotFile.Found>(file).Content.Span);

    public void Dispose()
    {
        Evidence.KeepFiles("scratch", Scratch);
        Client.Dispose();
        Meter.Dispose();
        _directory.Dispose();
    }
}

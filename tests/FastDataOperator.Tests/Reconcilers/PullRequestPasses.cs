using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Git;
using FastDataOperator.Informers;
using FastDataOperator.Reconcilers;
using FastDataOperator.Secrets;
using FastDataOperator.SharedReads;
using FastDataOperator.Status;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;
using FastDataOperator.Tests.EndToEnd;
using FastDataOperator.Tests.Imports;
using FastDataOperator.WorkQueues;
using k8s.Models;

namespace FastDataOperator.Tests.Reconcilers;

/// <summary>An object, its repositories behind a real server, and passes over it one after the other; each sees the status that the one before it left.</summary>
internal sealed class PullRequestPasses : IDisposable
{
    public const string Head = "fastdata/team-a/views";

    private readonly TemporaryDirectory _scratch = new();
    private readonly Meter _meter = new("test");
    private readonly GitClient _git;
    private readonly TestRepository _source;
    private readonly string _sourceUrl;
    private readonly string _destinationUrl;
    private (ImportReconciler Reconciler, PassMemory Memory) _replica;
    private string? _requestedAt;
    private long _generation = 1;
    private string _publish = """, "publish": { "strategy": "PullRequest", "pullRequest": { "provider": "Gitea" } } """;

    public PullRequestPasses(SharedGitServer server)
    {
        _git = new GitClient(TimeProvider.System, _scratch.Path, new GitLimits(), RemotePolicy.Unrestricted, _meter);
        (_source, _sourceUrl) = server.Create("team-a/source");
        (Destination, _destinationUrl) = server.Create("team-a/destination");
        SetSource("""{"fields":[1]}""");
        Destination.Commit("main", new TestFile("fastdata-config.json", Project("")));
        _replica = Compose();
    }

    public TestRepository Destination { get; }

    public FakeForge Forge { get; } = new();

    public ImportStatus Status { get; private set; } = new();

    /// <summary>Their reasons, the oldest first.</summary>
    public List<string> Events { get; } = [];

    /// <summary>More fields of the spec.</summary>
    public string Spec { get; set; } = "";

    /// <summary>How it is published; a change of it is another generation.</summary>
    public string Publish
    {
        get => _publish;
        set => (_publish, _generation) = (value, _generation + 1);
    }

    public void SetSource(string view) => _source.Commit("main", new TestFile("fastdata-config.json", Project($"\"sv_customer\":{view}")));

    public void TouchBase() => Destination.Commit("main", new TestFile("notes.txt", Guid.NewGuid().ToString()));

    public void Ask(string when) => _requestedAt = when;

    /// <summary>Another replica leads, which remembers nothing.</summary>
    public void Replace() => _replica = Compose();

    public void Merge(long number)
    {
        var merge = Destination.Git("commit-tree", $"{Head}^{{tree}}", "-p", "main", "-p", Head, "-m", "Merge");
        Destination.Git("update-ref", "refs/heads/main", merge);
        Forge.Set(number, Git.Forges.PullRequestState.Merged);
    }

    public (string? Status, string? Reason) Condition(string type) => (Status.Find(type)?.Status, Status.Find(type)?.Reason);

    /// <summary>One pass, after the interval.</summary>
    public async Task<T> RunAsync<T>()
        where T : PassOutcome
    {
        var import = Read();
        _replica.Memory.RequireFresh(import.Key);
        var outcome = await _replica.Reconciler.RunAsync(import, TestContext.Current.CancellationToken);
        var after = StatusRules.Next(import, outcome, DateTimeOffset.UnixEpoch);
        var said = EventRules.Of(import.Status, after, outcome).ToList();
        Evidence.Keep("object", $"{StatusJson.Write(after).ToJsonString()}\n{string.Join('\n', said)}");
        Events.AddRange(said.Select(static told => told.Reason));
        Status = after;
        return Assert.IsType<T>(outcome);
    }

    public void Dispose()
    {
        Evidence.KeepFiles("scratch", _scratch.Path);
        _git.Dispose();
        _meter.Dispose();
        _scratch.Dispose();
    }

    private static string Project(string views) => $$"""{"systems":{},"castFunctions":{},"singleViews":{{{views}}},"erSchemas":{},"version":"2.2.0"}""" + "\n";

    /// <summary>As the API server would send it.</summary>
    private ImportObject Read() => ImportObject.Of(new ImportResource
    {
        Metadata = new V1ObjectMeta
        {
            Name = "views",
            NamespaceProperty = "team-a",
            Uid = "uid",
            ResourceVersion = "1",
            Generation = _generation,
            Annotations = _requestedAt is null ? null : new Dictionary<string, string> { [ImportObject.RequestedAtAnnotation] = _requestedAt },
        },
        Spec = JsonSerializer.SerializeToElement(JsonDocument.Parse($$"""
            { "source": { "repository": { "url": "{{_sourceUrl}}", "secretRef": { "name": "git" } } },
              "destination": { "repository": { "url": "{{_destinationUrl}}", "secretRef": { "name": "git" } } },
              "select": { "all": true } {{_publish}} {{Spec}} }
            """).RootElement),
        Status = JsonSerializer.SerializeToElement(StatusJson.Write(Status)),
    });

    private (ImportReconciler, PassMemory) Compose()
    {
        var time = TimeProvider.System;
        var token = TestContext.Current.CancellationToken;
        var data = new Dictionary<string, byte[]> { ["username"] = Encoding.UTF8.GetBytes(SharedGitServer.User), ["password"] = Encoding.UTF8.GetBytes(SharedGitServer.Password) };
        var secrets = new SharedReads<ObjectKey, SecretReading>(
            (name, _, _) => Task.FromResult<SecretReading>(new SecretReading.Found(new SecretValues(name, data), "v1")), static reading => reading.Mark, static _ => { }, static (_, _) => { }, time, token);
        var looks = new SharedReads<LookTarget, Look>(
            (target, deadline, cancellation) => Look.TakeAsync(_git, target, deadline, cancellation), static look => look.Mark, static _ => { }, static (_, _) => { }, time, token);
        var memory = new PassMemory(time);
        var store = new ObjectStore<ImportObject>();
        var attempt = new PassAttempt(_git, new WriterLanes<DestinationLane, ObjectKey>(static _ => { }), time, static () => { }, (_, _, _) => Forge);
        return (new ImportReconciler(store, memory, new PassReads(secrets, looks), attempt, new Finalizers(null!, store, static () => { }), time), memory);
    }
}

using System.Net;
using System.Text.Json;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Testing.Clusters;

/// <summary>The real executable as an operator, with what it says and how it fares.</summary>
public sealed class OperatorProcess : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly List<(Func<string, bool> Matches, TaskCompletionSource<string> Seen)> _awaited = [];
    private readonly Uri _probes = new($"http://127.0.0.1:{LoopbackPort.Free()}/");
    private readonly Uri _metrics = new($"http://127.0.0.1:{LoopbackPort.Free()}/");
    private readonly WatchedProcess _process;

    private OperatorProcess(string executable, IReadOnlyList<string> flags, IReadOnlyDictionary<string, string?>? environment)
    {
        // As variables, so that a test may still give the flags.
        var variables = new Dictionary<string, string?>(environment ?? new Dictionary<string, string?>())
        {
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["GIT_CONFIG_NOSYSTEM"] = "1",
        };
        variables.TryAdd("KUBECONFIG", null);
        variables.TryAdd("FASTDATA_HEALTH_PROBE_BIND_ADDRESS", _probes.Authority);
        variables.TryAdd("FASTDATA_METRICS_BIND_ADDRESS", _metrics.Authority);
        _process = WatchedProcess.Start(executable, ["operator", .. flags], variables, Take);
    }

    /// <summary>Id, signals, memory and exit code.</summary>
    public WatchedProcess Process => _process;

    /// <summary>Every line of both outputs so far. Log lines are JSON objects.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    /// <param name="flags">What follows <c>fastdata operator</c>.</param>
    /// <param name="environment">Variables to set, or, where null, to remove.</param>
    /// <param name="executable">Another one than what was built beside the tests.</param>
    public static OperatorProcess Start(IReadOnlyList<string> flags, IReadOnlyDictionary<string, string?>? environment = null, string? executable = null) =>
        new(executable ?? Path.Combine(AppContext.BaseDirectory, "fastdata"), flags, environment);

    /// <summary>Waits until <c>/healthz</c> says yes.</summary>
    public Task AliveAsync(CancellationToken cancellationToken) => YesAsync("healthz", cancellationToken);

    /// <summary>Waits until <c>/readyz</c> says yes.</summary>
    public Task ReadyAsync(CancellationToken cancellationToken) => YesAsync("readyz", cancellationToken);

    /// <summary>What <c>healthz</c> or <c>readyz</c> answers; no status where nobody does.</summary>
    public async Task<(HttpStatusCode? Status, string Text)> ProbeAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(_probes, path), cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            Evidence.Keep("probe", text);
            return (answer.StatusCode, text);
        }
        catch (HttpRequestException exception)
        {
            return (null, exception.Message);
        }
    }

    /// <summary>The page that Prometheus would read.</summary>
    public async Task<string> MetricsAsync(CancellationToken cancellationToken)
    {
        var page = await _http.GetStringAsync(new Uri(_metrics, "metrics"), cancellationToken);
        Evidence.Keep("metrics", page);
        return page;
    }

    /// <summary>Waits for a log line, past or to come, whose message holds these words.</summary>
    public async Task<JsonElement> LogAsync(string words, CancellationToken cancellationToken)
    {
        var line = await LineAsync(
            line => Read(line) is { } entry && MessageOf(entry).Contains(words, StringComparison.Ordinal), $"a log line with \"{words}\"", cancellationToken);
        return Read(line)!.Value;
    }

    /// <summary>Waits for a line, past or to come.</summary>
    /// <param name="matches">Which.</param>
    /// <param name="what">For the message of the failure.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<string> LineAsync(Func<string, bool> matches, string what, CancellationToken cancellationToken)
    {
        var seen = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_lines.Find(line => matches(line)) is { } past)
            {
                return past;
            }

            _awaited.Add((matches, seen));
        }

        return await Patience.ForAsync(seen.Task, $"the operator had not printed {what}", () => _process.Tail, cancellationToken);
    }

    /// <summary>Waits for the end and returns the exit code.</summary>
    public Task<int> ExitAsync(CancellationToken cancellationToken) =>
        Patience.ForAsync(_process.Exited, "the operator had not ended", () => _process.Tail, cancellationToken);

    public void Dispose()
    {
        _process.Dispose();
        _http.Dispose();
    }

    private async Task YesAsync(string path, CancellationToken cancellationToken)
    {
        (HttpStatusCode? Status, string Text) last = default;
        await Patience.UntilAsync(
            async cancellation =>
            {
                last = await ProbeAsync(path, cancellation);
                return last.Status == HttpStatusCode.OK
                    || (_process.HasExited ? throw new InvalidOperationException($"The operator ended before /{path} said yes.\n{_process.Tail}") : false);
            },
            $"/{path} had not said yes",
            () => $"It says: {last.Status} {last.Text}\n{_process.Tail}",
            cancellationToken);
    }

    private void Take(string line)
    {
        lock (_lock)
        {
            _lines.Add(line);
            foreach (var awaited in _awaited.Where(awaited => awaited.Matches(line)).ToList())
            {
                _awaited.Remove(awaited);
                awaited.Seen.TrySetResult(line);
            }
        }
    }

    private static string MessageOf(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("Message", out var message) ? message.GetString() ?? "" : "";

    /// <summary>Null for a line that is not JSON, such as one that a SIGKILL cut short.</summary>
    private static JsonElement? Read(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

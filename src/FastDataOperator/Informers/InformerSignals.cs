using System.Diagnostics.Metrics;
using System.Net;
using FastDataOperator.Api;
using Microsoft.Extensions.Logging;

namespace FastDataOperator.Informers;

/// <summary>What an informer tells operators: log lines and counters, labelled by kind.</summary>
internal sealed class InformerSignals
{
    private readonly ILogger _logger;
    private readonly string _kind;
    private readonly KeyValuePair<string, object?>[] _labels;
    private readonly Counter<long> _lists;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _unreadable;

    public InformerSignals(ApiResource kind, ILogger logger, Meter meter)
    {
        _logger = logger;
        _kind = kind.ToString();
        _labels = [new("kind", _kind)];
        _lists = meter.CreateCounter<long>("fastdata_informer_lists", description: "Complete lists read from the API server; more than one means that a watch could not be continued.");
        _failures = meter.CreateCounter<long>("fastdata_informer_failures", description: "Lists and watches that failed.");
        _unreadable = meter.CreateCounter<long>("fastdata_informer_unreadable_objects", description: "Objects that could not be read; what was known of them before is kept.");
        _lists.Add(0, _labels);
        _failures.Add(0, _labels);
        _unreadable.Add(0, _labels);
    }

    public void Listed(InformerScope scope, int count, string resourceVersion)
    {
        _lists.Add(1, _labels);
        _logger.ObjectsListed(count, _kind, scope, resourceVersion);
    }

    public void Failed(InformerScope scope, Exception exception, TimeSpan pause)
    {
        _failures.Add(1, _labels);
        var fault = ApiFailure.Is(exception, HttpStatusCode.NotFound) ? "the API server does not know them; is the CRD installed?" : ApiFailure.Describe(exception);
        _logger.InformerFailed(_kind, scope, fault, (long)Math.Ceiling(pause.TotalSeconds));
    }

    public void Expired(InformerScope scope, string resourceVersion) => _logger.WatchExpired(_kind, scope, resourceVersion);

    public void Silent(InformerScope scope, string resourceVersion) => _logger.WatchSilent(_kind, scope, resourceVersion);

    public void Rewound(InformerScope scope, string resourceVersion, string newest) => _logger.HistoryRewound(_kind, scope, resourceVersion, newest);

    public void Unreadable(ObjectKey? key, Exception exception)
    {
        _unreadable.Add(1, _labels);

        // Only the kind of fault: an object's content, which may be a Secret's, could be quoted in the message.
        _logger.ObjectUnreadable(_kind, key?.ToString() ?? "of unknown name", exception is System.Text.Json.JsonException { Path: { } path } ? $"at {path}" : exception.GetType().Name);
    }
}

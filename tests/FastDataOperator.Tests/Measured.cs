using System.Diagnostics.Metrics;

namespace FastDataOperator.Tests;

/// <summary>What instruments of one meter that are made from now on report: sums of counters and histograms, the newest value of the others.</summary>
internal sealed class Measured : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, double> _values = [];
    private readonly HashSet<string> _labels = [];
    private readonly MeterListener _listener = new();

    public Measured(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    public IReadOnlyCollection<string> Labels
    {
        get
        {
            lock (_lock)
            {
                return [.. _labels];
            }
        }
    }

    /// <summary>By the instrument's name; labels are added up.</summary>
    public IReadOnlyDictionary<string, double> Read()
    {
        _listener.RecordObservableInstruments();
        lock (_lock)
        {
            return new Dictionary<string, double>(_values);
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new List<string>();
        foreach (var tag in tags)
        {
            labels.Add($"{tag.Key}={tag.Value}");
        }

        lock (_lock)
        {
            _labels.Add(string.Join(',', labels.Order(StringComparer.Ordinal)));
            _values[instrument.Name] = instrument.IsObservable ? value : _values.GetValueOrDefault(instrument.Name) + value;
        }
    }
}

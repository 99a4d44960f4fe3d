using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;

namespace FastDataOperator.Git.Forges.Http;

/// <summary>Which requests forges got, how they answered, and how many more they take.</summary>
internal sealed class ForgeMetrics
{
    private const string NoAnswer = "<error>";

    private readonly Counter<long> _requests;

    public ForgeMetrics(Meter meter, ForgeBudgets budgets)
    {
        // Exporters add _total to the name of a counter.
        _requests = meter.CreateCounter<long>("fastdata_forge_requests", unit: null, "Requests to forges' APIs, by what they were for and how they were answered.");
        meter.CreateObservableGauge(
            "fastdata_forge_rate_limit_remaining",
            () => budgets.Remaining().Select(static left => new Measurement<long>(
                left.Remaining, new("provider", left.Provider.ToString()), new KeyValuePair<string, object?>("host", left.Host))),
            unit: null, "How many more requests a forge takes, as it said last, for those credentials that have the least.");
    }

    /// <param name="status"><see langword="null"/> where no answer came.</param>
    public void Record(ForgeProvider provider, string operation, HttpStatusCode? status) =>
        _requests.Add(
            1, new("provider", provider.ToString()), new("operation", operation),
            new("code", status is { } code ? ((int)code).ToString(CultureInfo.InvariantCulture) : NoAnswer));
}

using FastDataOperator.Metrics;
using FastDataOperator.Probes;
using Microsoft.Extensions.Logging;

namespace FastDataOperator.Reconcilers;

/// <summary>Where the controller shows how it is.</summary>
internal sealed record ControllerSignals(ReconcileMetrics Passes, ImportMetrics Imports, Liveness Liveness, ILogger Logger);

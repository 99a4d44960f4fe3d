namespace FastDataOperator.Metrics;

/// <summary>What the operator's metrics are called and how many series they may have.</summary>
internal static class OperatorMeter
{
    /// <summary>The one meter of a host. Instruments are named exactly as they are exported, without units: the exporter adds nothing to them.</summary>
    public const string Name = "FastDataOperator";

    /// <summary>The meter of what is told of single imports, apart because it is made anew from time to time (<see cref="ImportMetrics"/>).</summary>
    public const string ImportsName = "FastDataOperator.Imports";

    /// <summary>Series of one instrument of <see cref="ImportsName"/> over the life of its meter; about 100 bytes each, touched only when used.</summary>
    public const int MostImportSeries = 40_000;
}

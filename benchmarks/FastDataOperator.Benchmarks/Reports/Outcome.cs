namespace FastDataOperator.Benchmarks.Reports;

/// <summary>One target and what was measured for it.</summary>
/// <param name="What">As performance.md words it.</param>
/// <param name="Measured"><see langword="null"/> where the peer is not on this machine.</param>
/// <param name="Limit">The most that meets the target; <see langword="null"/> where none was set.</param>
/// <param name="Unit"><c>×</c> for ratios, else a unit; empty for counts.</param>
internal sealed record Outcome(string What, double? Measured, double? Limit, string Unit = "×")
{
    public string Verdict => Measured switch
    {
        null => "not measured",
        _ when Limit is null => "",
        { } measured when measured <= Limit => "met",
        _ => "MISSED",
    };
}

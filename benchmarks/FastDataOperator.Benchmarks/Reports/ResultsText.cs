using System.Globalization;
using System.Text;
using FastDataOperator.Benchmarks.Contests;
using FastDataOperator.Benchmarks.Rows;

namespace FastDataOperator.Benchmarks.Reports;

/// <summary>The results as Markdown: the table of targets, then what it was computed from.</summary>
internal static class ResultsText
{
    public static string Of(Machine machine, IReadOnlyList<BenchmarkResult> results)
    {
        var text = new StringBuilder("# Benchmark results\n\n").Append(machine.Text)
            .Append("\n\n| what | measured | target | |\n|---|---:|---:|---|\n");
        foreach (var outcome in results.SelectMany(result => result.Outcomes))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {outcome.What} | {Number(outcome.Measured, outcome.Unit)} | {Limit(outcome)} | {outcome.Verdict} |\n");
        }

        foreach (var contest in results.SelectMany(result => result.Contests))
        {
            Append(text, contest);
        }

        foreach (var note in results.SelectMany(result => result.Notes))
        {
            text.Append("\n- ").Append(note);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, ContestResult contest)
    {
        var rounds = contest.Samples.Values.FirstOrDefault()?.Count ?? 0;
        text.Append(CultureInfo.InvariantCulture, $"\n## {contest.Title}\n\nMedians of {rounds} interleaved rounds.\n\n")
            .Append("| who | wall ms | [least-most] | CPU ms | peak memory MB |\n|---|---:|---:|---:|---:|\n");
        foreach (var (name, samples) in contest.Samples)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {Milliseconds(contest.Wall(name))} | ")
                .Append(CultureInfo.InvariantCulture, $"[{Milliseconds(samples.Min(sample => sample.Wall))}-{Milliseconds(samples.Max(sample => sample.Wall))}] | ")
                .Append(CultureInfo.InvariantCulture, $"{Milliseconds(contest.Cpu(name))} | {contest.PeakMemory(name) / 1e6:F0} |\n");
        }

        foreach (var (name, failure) in contest.Failures)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {name} | failed: {failure.Split('\n')[0]} | | | |\n");
        }
    }

    private static string Milliseconds(TimeSpan? time) =>
        time is { TotalMilliseconds: var milliseconds } ? milliseconds.ToString(milliseconds < 100 ? "F1" : "F0", CultureInfo.InvariantCulture) : "–";

    private static string Limit(Outcome outcome) => outcome.Limit is { } limit ? "≤ " + Number(limit, outcome.Unit) : "–";

    private static string Number(double? value, string unit) => value is not { } number
        ? "–"
        : string.Create(CultureInfo.InvariantCulture, $"{(number is < 0.1 and not 0 ? number.ToString("F4", CultureInfo.InvariantCulture) : number.ToString("G3", CultureInfo.InvariantCulture))} {unit}").TrimEnd();
}

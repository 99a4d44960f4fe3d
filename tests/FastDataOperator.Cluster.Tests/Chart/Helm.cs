using System.ComponentModel;
using System.Diagnostics;

namespace FastDataOperator.Cluster.Tests.Chart;

/// <summary>The <c>helm</c> of the path. Where there is none, whatever a test asks of it skips that test.</summary>
internal static class Helm
{
    public const string Release = "release";
    public const string Namespace = "operators";

    /// <summary>What all objects of <see cref="Release"/> are called.</summary>
    public const string FullName = Release + "-fastdata-operator";

    public static string Chart { get; } = Path.Combine(AppContext.BaseDirectory, "charts", "fastdata-operator");

    /// <summary>Renders the chart, as whichever run it is.</summary>
    /// <param name="options">Values, as <c>--set</c> and the like.</param>
    public static Task<HelmRun> TemplateAsync(params string[] options) => RunAsync("helm", ["template", Release, Chart, "--namespace", Namespace, .. options]);

    /// <summary>Renders the chart with values that are in order.</summary>
    public static async Task<RenderedChart> RenderAsync(params string[] options)
    {
        var run = await TemplateAsync(options);
        Assert.True(run.ExitCode == 0, run.Error);
        return RenderedChart.Read(run.Output);
    }

    /// <summary>Runs a program that is, or needs, <c>helm</c>.</summary>
    public static async Task<HelmRun> RunAsync(string program, params string[] arguments)
    {
        Assert.SkipUnless(IsOnThePath(), "needs helm on the path");
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new Win32Exception($"{program} did not start");
        var cancellationToken = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new HelmRun(process.ExitCode, await output, await error);
    }

    private static bool IsOnThePath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(static folder => File.Exists(Path.Combine(folder, "helm")));
}

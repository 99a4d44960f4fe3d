namespace FastDataOperator.Cluster.Tests.Chart;

/// <summary>How a run of <c>helm</c> ended.</summary>
internal sealed record HelmRun(int ExitCode, string Output, string Error);

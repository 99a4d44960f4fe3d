namespace FastDataOperator.Testing.Clusters;

/// <summary>What a run of <c>kubectl</c> came to.</summary>
public sealed record KubectlRun(int ExitCode, string Output, string Error);

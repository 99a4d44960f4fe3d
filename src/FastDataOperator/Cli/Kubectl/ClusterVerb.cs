namespace FastDataOperator.Cli.Kubectl;

/// <summary>Runs a verb that speaks to a cluster.</summary>
internal static class ClusterVerb
{
    /// <inheritdoc cref="Verb.RunAsync"/>
    public static Task<int> RunAsync(Func<Task<int>> run, CancellationToken cancellationToken) => Verb.RunAsync(async () =>
    {
        try
        {
            return await run();
        }
        catch (ClusterException failure)
        {
            Complaint.Error(failure.Message, failure.Remedy);
            return ExitCode.Failure;
        }
    }, cancellationToken);
}

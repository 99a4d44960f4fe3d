using FastDataOperator.Git;
using FastDataOperator.Imports;

namespace FastDataOperator.Cli;

/// <summary>Runs a verb so that whatever happens ends in a message and an exit code, never in a stack trace.</summary>
internal static class Verb
{
    /// <summary>Set to 1, it shows the stack trace of a bug.</summary>
    private const string Debug = "FASTDATA_DEBUG";

    public static async Task<int> RunAsync(Func<Task<int>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run();
        }
        catch (ImportRefusedException refusal)
        {
            Complaint.Errors(refusal.Problems);
            return ExitCode.Failure;
        }
        catch (GitException failure)
        {
            Complaint.Error(failure.Message, failure.IsTransient ? "it may pass: try again" : null);
            return ExitCode.Failure;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Complaint.Error("cancelled", "no file was left half-written; if a push was under way, look at the remote before trying again");
            return ExitCode.Cancelled;
        }
#pragma warning disable CA1031 // the one place where anything is caught
        catch (Exception bug)
#pragma warning restore CA1031
        {
            return Report(bug);
        }
    }

    /// <summary>What only a bug causes.</summary>
    public static int Report(Exception bug)
    {
        Complaint.Error(
            $"this is a bug in fastdata: {bug.GetType().Name}: {bug.Message}",
            $"please report it with the output of the same command under {Debug}=1");
        if (Environment.GetEnvironmentVariable(Debug) == "1")
        {
            Terminal.Error.WriteLine(bug);
        }

        return ExitCode.Failure;
    }
}

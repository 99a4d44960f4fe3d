using FastDataOperator.Git;
using FastDataOperator.Imports;

namespace FastDataOperator.Cli;

/// <summary>Runs a verb so that whatever happens ends in a message and an exit code, never in a stack trace.</summary>
internal static class Verb
{
    /// <summary>Set to 1, it shows the stack trace of a bug.</summary>
    private const string Debug = "FASTDATA_DEBUG";

    /// <param name="run">The verb.</param>
    /// <param name="cancellationToken">Cancelled by Ctrl-C.</param>
    /// <param name="mayPush">Whether a push may be under way when that happens.</param>
    public static async Task<int> RunAsync(Func<Task<int>> run, CancellationToken cancellationToken, bool mayPush = false)
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
            Complaint.Failure(failure.Message, Remedy.Of(failure.Reason, failure.IsTransient));
            return ExitCode.Failure;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Complaint.Error("cancelled", mayPush ? "no file was left half-written; if a push was under way, look at the remote before trying again" : "nothing was left half-written");
            return ExitCode.Cancelled;
        }
        catch (Exception fault) when (OutsideFault.Is(fault))
        {
            Complaint.Error($"a file could not be read or written: {OutsideFault.Describe(fault)}");
            return ExitCode.Failure;
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

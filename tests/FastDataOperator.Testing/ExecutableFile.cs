using System.Diagnostics;

namespace FastDataOperator.Testing;

/// <summary>A program that a test writes and then has started.</summary>
public static class ExecutableFile
{
    /// <summary>Written by another process: while this one had it open for writing, a child that some other test starts at that moment would hold it open too, and it could not be started
    /// ("Text file busy").</summary>
    public static void Write(string path, string text)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", "cat >\"$1\" && chmod 700 \"$1\"", "sh", path]) { RedirectStandardInput = true })
            ?? throw new InvalidOperationException("sh did not start.");
        shell.StandardInput.Write(text);
        shell.StandardInput.Close();
        shell.WaitForExit();
        if (shell.ExitCode != 0)
        {
            throw new IOException($"{path} could not be written.");
        }
    }
}

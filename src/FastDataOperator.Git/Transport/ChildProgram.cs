using System.ComponentModel;
using System.Diagnostics;

namespace FastDataOperator.Git.Transport;

/// <summary>How other programs are started and stopped: by their name, without a shell or a window, their streams ours.</summary>
internal static class ChildProgram
{
    public static ProcessStartInfo StartInfo(string program) => new(program)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
        CreateNoWindow = true,
    };

    /// <summary>Ends it at once, with whatever it started.</summary>
    public static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended by itself.
        }
    }
}

namespace FastDataOperator.Cli.Kubectl;

/// <summary>The name under which this program was called. .NET tells the name of the assembly, and the operating system that of the file behind
/// a symbolic link.</summary>
internal static class ProgramName
{
    private const string CommandLineFile = "/proc/self/cmdline";

    /// <returns>As it was called where the system tells, else the executable's own path.</returns>
    public static string? Read()
    {
        if (OperatingSystem.IsLinux())
        {
            try
            {
                var words = File.ReadAllText(CommandLineFile);
                return words[..words.IndexOf('\0', StringComparison.Ordinal)];
            }
            catch (Exception fault) when (OutsideFault.Is(fault) || fault is ArgumentOutOfRangeException)
            {
                // A system without /proc.
            }
        }

        return Environment.ProcessPath;
    }
}

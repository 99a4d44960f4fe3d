using System.Globalization;
using System.Text;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Git.Tests;

/// <summary>The ssh clients that run now, by the port that they were told.</summary>
internal static class SshProcesses
{
    /// <summary>Their command lines. One that has ended and that nobody waited for would still be there.</summary>
    public static IReadOnlyList<string> To(int port)
    {
        var found = new List<string>();
        foreach (var directory in Directory.GetDirectories("/proc").Where(static directory => char.IsAsciiDigit(Path.GetFileName(directory)[0])))
        {
            try
            {
                var line = Encoding.UTF8.GetString(File.ReadAllBytes(directory + "/cmdline"));
                if (line.StartsWith("ssh\0", StringComparison.Ordinal) && line.Contains(string.Create(CultureInfo.InvariantCulture, $"\0-p\0{port}\0"), StringComparison.Ordinal))
                {
                    Evidence.Keep("arguments", line.Replace('\0', ' '));
                    Evidence.Keep("arguments", File.ReadAllText(directory + "/environ").Replace('\0', '\n'));
                    found.Add(line.Replace('\0', ' '));
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It ended just now.
            }
        }

        return found;
    }
}

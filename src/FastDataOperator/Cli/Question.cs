using System.Text;
using FastDataOperator.Core.Reports;
using Microsoft.Win32.SafeHandles;

namespace FastDataOperator.Cli;

/// <summary>A question to a person at a terminal, answered by a line: the end of input (Ctrl-D) is a no.</summary>
internal static class Question
{
    private const int LongestAnswer = 256;

    /// <summary>Asks until the answer is yes or no; an empty line means yes.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static async Task<bool> AskAsync(string question, CancellationToken cancellationToken)
    {
        
        // The console's own reader edits lines itself and overlooks the end of input; the terminal knows it.
        using var terminal = new SafeFileHandle(0, ownsHandle: false);
        using var input = OperatingSystem.IsWindows() ? Terminal.OpenInput() : new FileStream(terminal, FileAccess.Read, bufferSize: 0);
        while (true)
        {
            await Terminal.Error.WriteAsync($"{PlainText.Line(question)} [y/n] (y): ");

            // Reading from a terminal cannot be cancelled; the thread that does it is left behind.
            var answer = await Task.Run(() => ReadLine(input), CancellationToken.None).WaitAsync(cancellationToken);
            switch (answer?.Trim().ToUpperInvariant())
            {
                case null:
                    await Terminal.Error.WriteLineAsync();
                    return false;
                case "" or "Y" or "YES":
                    return true;
                case "N" or "NO":
                    return false;
            }
        }
    }

    private static string? ReadLine(Stream input)
    {
        var line = new List<byte>();
        while (true)
        {
            switch (input.ReadByte())
            {
                case -1:
                    return null;
                case '\n':
                    return Encoding.UTF8.GetString([.. line]);
                case var value when line.Count < LongestAnswer:
                    line.Add((byte)value);
                    break;
            }
        }
    }
}

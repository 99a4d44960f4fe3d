using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Reports;
using FastDataOperator.Imports;

namespace FastDataOperator.Cli;

/// <summary>Files that a command reads, <c>-</c> being standard input.</summary>
internal static class InputFile
{
    public const string StandardInput = "-";

    /// <summary>What messages call it.</summary>
    public static string NameOf(string path) => path == StandardInput ? "standard input" : path;

    /// <summary>A whole file.</summary>
    /// <param name="most">Bytes; a larger one is refused, after at most one byte more was read.</param>
    /// <exception cref="ImportRefusedException">It is not there, no file, too large, or cannot be read.</exception>
    public static async Task<ConfigurationFile> ReadAsync(string path, long most, CancellationToken cancellationToken) =>
        await TryReadAsync(path, most, cancellationToken)
        ?? throw Complaint.Of(Reason.FileMissing, "usage", $"{PlainText.Line(path, 500)} does not exist", NearestTo(path));

    /// <summary>A whole file, or <see langword="null"/> where it is not there.</summary>
    /// <exception cref="ImportRefusedException">It is no file, too large, or cannot be read.</exception>
    public static async Task<ConfigurationFile?> TryReadAsync(string path, long most, CancellationToken cancellationToken)
    {
        try
        {
            if (path == StandardInput)
            {
                using var input = Terminal.OpenInput();
                return new ConfigurationFile(NameOf(path), await ReadAsync(input, path, 0, most, cancellationToken));
            }

            if (Directory.Exists(path))
            {
                throw Complaint.Of(Reason.FileUnreadable, "usage", $"{PlainText.Line(path, 500)} is a directory", "name a file");
            }

            using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Options = FileOptions.SequentialScan, BufferSize = 0 });
            return new ConfigurationFile(path, await ReadAsync(file, path, file.CanSeek ? file.Length : 0, most, cancellationToken));
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Complaint.Of(Reason.FileUnreadable, "usage", $"{PlainText.Line(path, 500)} cannot be read: {OutsideFault.Describe(fault)}");
        }
    }

    /// <summary>At most one of a command's inputs can be standard input.</summary>
    /// <exception cref="ImportRefusedException">More than one is.</exception>
    public static void RequireOneStandardInput(params IEnumerable<string?> paths)
    {
        if (paths.Count(path => path == StandardInput) > 1)
        {
            throw Complaint.Usage("standard input (-) is asked for more than once", "let it stand for one file, and name the others");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, string path, long expected, long most, CancellationToken cancellationToken)
    {
        var bytes = new byte[Math.Max(expected <= most ? expected + 1 : 0, 16 * 1024)];
        var length = 0;
        while (true)
        {
            if (expected > most || length > most)
            {
                throw Complaint.Of(Reason.TooLarge, "F3", $"{PlainText.Line(NameOf(path), 500)} is larger than {most / 1024 / 1024} MiB");
            }

            if (length == bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(bytes.Length * 2L, most + 1));
            }

            // A terminal or a pipe that stays silent does not end a read by itself when that is cancelled.
            var read = await stream.ReadAsync(bytes.AsMemory(length), cancellationToken).AsTask().WaitAsync(cancellationToken);
            if (read == 0)
            {
                return bytes.AsMemory(0, length);
            }

            length += read;
        }
    }

    private static string? NearestTo(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder))
        {
            return null;
        }

        try
        {
            var near = NearestNames.Of(Path.GetFileName(path), Directory.EnumerateFiles(folder).Take(10_000).Select(Path.GetFileName).OfType<string>());
            return near.Count == 0 ? null : $"did you mean {string.Join(" or ", near)}?";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Reports;
using FastDataOperator.Imports;

namespace FastDataOperator.Cli;

/// <summary>Writes a file whole or not at all: into a new file beside it that takes its place once it is on disk. A symbolic link is written
/// through to the file that it names; the file's mode stays. A device or a pipe is written into.</summary>
internal static class AtomicFile
{
    /// <exception cref="ImportRefusedException">It cannot be written; what was there is untouched.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled; what was there is untouched.</exception>
    public static async Task WriteAsync(string path, IReadOnlyList<ReadOnlyMemory<byte>> pieces, CancellationToken cancellationToken)
    {
        string? temporary = null;
        try
        {
            if (Directory.Exists(path))
            {
                throw Complaint.Of(Reason.FileUnreadable, "usage", $"{PlainText.Line(path, 500)} is a directory", "name a file");
            }

            if (await TryWriteToDeviceAsync(path, pieces, cancellationToken))
            {
                return;
            }

            // Of a relative path, .NET resolves a relative link against the file system's root.
            var absolute = Path.GetFullPath(path);
            var target = new FileInfo(absolute).LinkTarget is null ? absolute : File.ResolveLinkTarget(absolute, returnFinalTarget: true)!.FullName;
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
            if (!OperatingSystem.IsWindows() && File.Exists(target))
            {
                options.UnixCreateMode = File.GetUnixFileMode(target);
            }

            if (Path.GetDirectoryName(target) is { } folder && !Directory.Exists(folder))
            {
                var named = Path.GetDirectoryName(path) is { Length: > 0 } given ? given : folder;
                throw Complaint.Of(Reason.FileMissing, "usage", $"{PlainText.Line(named, 500)} {(File.Exists(folder) ? "is a file, not a folder" : "does not exist")}", "create the folder, or name another one");
            }

            var beside = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.tmp");
            await using (var file = new FileStream(beside, options))
            {
                temporary = beside;
                await WriteAsync(file, pieces, cancellationToken);

#pragma warning disable CA1849 // there is no asynchronous one that reaches the disk
                file.Flush(flushToDisk: true);
#pragma warning restore CA1849
            }

            if (!OperatingSystem.IsWindows() && options.UnixCreateMode is { } mode)
            {
                File.SetUnixFileMode(beside, mode);
            }

            cancellationToken.ThrowIfCancellationRequested();
            File.Move(beside, target, overwrite: true);
            temporary = null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Complaint.Of(Reason.FileUnreadable, "usage", $"{PlainText.Line(path, 500)} cannot be written: {OutsideFault.Describe(fault)}", "what was there is untouched");
        }
        finally
        {
            Discard(temporary);
        }
    }

    private static void Discard(string? temporary)
    {
        try
        {
            if (temporary is not null)
            {
                File.Delete(temporary);
            }
        }
        catch (Exception fault) when (OutsideFault.Is(fault))
        {
            // What kept it from being written has been said.
        }
    }

    /// <summary>Writes into a device or a pipe, such as <c>/dev/null</c>: a file put in its place would destroy it.</summary>
    /// <returns>False for a regular file, and where there is none.</returns>
    private static async Task<bool> TryWriteToDeviceAsync(string path, IReadOnlyList<ReadOnlyMemory<byte>> pieces, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
        {
            return false;
        }

        try
        {
            await using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Write, BufferSize = 0 });

            // .NET does not tell devices from files; those that can be sought in, such as /dev/null, are known by their folder.
            var absolute = Path.GetFullPath(path);
            if (file.CanSeek && (!absolute.StartsWith("/dev/", StringComparison.Ordinal) || absolute.StartsWith("/dev/shm/", StringComparison.Ordinal)))
            {
                return false;
            }

            await WriteAsync(file, pieces, cancellationToken);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false; // a file that must not be written can still be replaced; where it cannot, that says why
        }
    }

    private static async Task WriteAsync(FileStream file, IReadOnlyList<ReadOnlyMemory<byte>> pieces, CancellationToken cancellationToken)
    {
        foreach (var piece in pieces)
        {
            await file.WriteAsync(piece, cancellationToken);
        }
    }
}

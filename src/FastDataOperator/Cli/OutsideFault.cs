using FastDataOperator.Core.Reports;

namespace FastDataOperator.Cli;

/// <summary>What kept a file from being read or written, in plain words and without the machine's names for temporary files.</summary>
internal static class OutsideFault
{
    private const int NoSpace = 28;
    private const int NoSpaceOnWindows = unchecked((int)0x80070070);
    private const int ReadOnlyFileSystem = 30;
    private const int OverQuota = 122;

    public static bool Is(Exception fault) => fault is IOException or UnauthorizedAccessException;

    public static string Describe(Exception fault) => fault switch
    {
        UnauthorizedAccessException => "permission denied",
        DirectoryNotFoundException => "its folder does not exist",
        FileNotFoundException => "it does not exist",
        PathTooLongException => "its name is too long",
        IOException { HResult: NoSpace or NoSpaceOnWindows } => "the disk is full",
        IOException { HResult: ReadOnlyFileSystem } => "the file system is read-only",
        IOException { HResult: OverQuota } => "the disk quota is used up",
        _ => PlainText.Line(fault.Message, 500).TrimEnd('.'),
    };
}

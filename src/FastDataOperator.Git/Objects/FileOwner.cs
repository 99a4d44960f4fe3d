using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace FastDataOperator.Git.Objects;

/// <summary>Whose a directory is. .NET itself does not tell, and to a superuser everything looks its own.</summary>
internal static partial class FileOwner
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // statx(2) and inode(7): unlike those of stat, its numbers and places are the same on every architecture.
    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const uint TypeModeAndOwner = 0x1 | 0x2 | 0x8;
    private const int OwnerAt = 20;
    private const int ModeAt = 28;
    private const int Length = 256;
    private const int Types = 0xF000;
    private const int DirectoryType = 0x4000;
    private const int Others = 0x3F;

    /// <summary>Whether it is a directory, no link to one, that this user made and nobody else can look or write into: while it is removed, nothing in it can turn into
    /// something else.</summary>
    public static bool IsThisUserAlone(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return true; // the temporary directory is the user's own
        }

        return OperatingSystem.IsLinux() ? IsOwnersAlone(directory) : CanSetMode(directory);
    }

    private static bool IsOwnersAlone(string directory)
    {
        Span<byte> status = stackalloc byte[Length];
        try
        {
            return Status(CurrentDirectory, directory, NoFollow, TypeModeAndOwner, status) == 0
                && (MemoryMarshal.Read<ushort>(status[ModeAt..]) & (Types | Others)) == DirectoryType
                && MemoryMarshal.Read<uint>(status[OwnerAt..]) == EffectiveUser();
        }
        catch (EntryPointNotFoundException)
        {
            return false; // a C library of before 2018 (glibc) or 2023 (musl)
        }
    }

    /// <summary>Only an owner may set a mode; or a superuser, who leaves it to whoever it belongs to.</summary>
    [UnsupportedOSPlatform("windows")]
    private static bool CanSetMode(string directory)
    {
        try
        {
            if (Environment.IsPrivilegedProcess || new DirectoryInfo(directory).LinkTarget is not null)
            {
                return false;
            }

            File.SetUnixFileMode(directory, OwnerOnly);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int directory, string path, int flags, uint mask, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}

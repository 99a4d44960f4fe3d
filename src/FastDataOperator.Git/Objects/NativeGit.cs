using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace FastDataOperator.Git.Objects;

/// <summary>The few functions of libgit2 that LibGit2Sharp does not offer: one read of one object, straight out of libgit2's buffer
/// (LibGit2Sharp's own stream reads a blob twice, or copies it), and the indexer of packs. The library's file name carries its version, so another version fails
/// to load; it cannot be misread.</summary>
internal static partial class NativeGit
{
    private const string Library = "git2-5853918";

    /// <summary>GIT_OBJECT_BLOB.</summary>
    public const int BlobType = 3;

    [LibraryImport(Library, EntryPoint = "git_odb_open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OpenDatabase(out nint database, string objectsDirectory);

    [LibraryImport(Library, EntryPoint = "git_odb_free")]
    public static partial void FreeDatabase(nint database);

    [LibraryImport(Library, EntryPoint = "git_odb_read_header")]
    public static partial int ReadHeader(out nuint length, out int type, nint database, ReadOnlySpan<byte> id);

    [LibraryImport(Library, EntryPoint = "git_odb_read")]
    public static partial int ReadObject(out nint gitObject, nint database, ReadOnlySpan<byte> id);

    [LibraryImport(Library, EntryPoint = "git_odb_object_data")]
    public static partial nint ObjectData(nint gitObject);

    [LibraryImport(Library, EntryPoint = "git_odb_object_size")]
    public static partial nuint ObjectSize(nint gitObject);

    [LibraryImport(Library, EntryPoint = "git_odb_object_free")]
    public static partial void FreeObject(nint gitObject);

    [LibraryImport(Library, EntryPoint = "git_indexer_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int NewIndexer(out nint indexer, string directory, uint mode, nint database, nint options);

    [LibraryImport(Library, EntryPoint = "git_indexer_append")]
    public static partial int AppendToIndexer(nint indexer, ReadOnlySpan<byte> data, nuint size, ref IndexerProgress progress);

    [LibraryImport(Library, EntryPoint = "git_indexer_commit")]
    public static partial int CommitIndexer(nint indexer, ref IndexerProgress progress);

    [LibraryImport(Library, EntryPoint = "git_indexer_free")]
    public static partial void FreeIndexer(nint indexer);
}

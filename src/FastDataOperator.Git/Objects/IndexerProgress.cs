using System.Runtime.InteropServices;

namespace FastDataOperator.Git.Objects;

/// <summary>git_indexer_progress: six counts of objects and one of bytes, which nobody here reads.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct IndexerProgress
{
    public uint TotalObjects;
    public uint IndexedObjects;
    public uint ReceivedObjects;
    public uint LocalObjects;
    public uint TotalDeltas;
    public uint IndexedDeltas;
    public nuint ReceivedBytes;
}

namespace FastDataOperator.Git.Protocol;

/// <summary>The kinds of pkt-line; the values up to 2 are the lengths that mark them.</summary>
internal enum PacketKind
{
    Flush = 0,
    Delimiter = 1,
    ResponseEnd = 2,
    Data,

    /// <summary>The response is over.</summary>
    End,
}

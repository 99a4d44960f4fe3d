namespace FastDataOperator.Git.Transport;

/// <summary>What ends a response.</summary>
internal enum SshResponseEnd
{
    /// <summary>The first flush packet; the connection stays.</summary>
    Flush,

    /// <summary>The program's own end, as with everything that version 0 transfers.</summary>
    EndOfStream,
}

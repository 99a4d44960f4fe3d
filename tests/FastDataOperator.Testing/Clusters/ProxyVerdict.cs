namespace FastDataOperator.Testing.Clusters;

/// <summary>What a <see cref="RecordingProxy"/> does next with a request.</summary>
public enum ProxyVerdict
{
    /// <summary>Goes on.</summary>
    Pass,

    /// <summary>Breaks the connection (HTTP/2: the stream).</summary>
    Reset,

    /// <summary>Says nothing until the client gives up.</summary>
    Drop,
}

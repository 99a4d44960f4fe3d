namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>How an operator comes to its end in the middle of a request.</summary>
public enum Death
{
    /// <summary>SIGKILL.</summary>
    Killed,

    /// <summary>SIGTERM, after which the request goes on.</summary>
    Stopped,

    /// <summary>SIGTERM while the request is never answered.</summary>
    StoppedWhileItHangs,
}

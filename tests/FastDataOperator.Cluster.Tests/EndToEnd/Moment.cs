namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>When something happens to a request.</summary>
public enum Moment
{
    /// <summary>It was sent, and the server has not seen it.</summary>
    BeforeTheServer,

    /// <summary>The server did what was asked, and the answer has not come.</summary>
    BeforeTheAnswer,
}

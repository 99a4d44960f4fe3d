namespace FastDataOperator.Webhooks;

/// <summary>What became of a request.</summary>
internal enum WebhookResult
{
    /// <summary>The imports of a repository are due, or will be on the replica that leads. 202.</summary>
    Accepted,

    /// <summary>A ping. 200.</summary>
    Pinged,

    /// <summary>An event that moves no branch. 200.</summary>
    Ignored,

    /// <summary>Not signed, or by none of the secrets. 401.</summary>
    Unproven,

    /// <summary>No JSON, the wrong kind of content, or no repository in it. 400, 415.</summary>
    Malformed,

    /// <summary>413.</summary>
    TooLarge,

    /// <summary>The body did not come in time, or not to its end. 408.</summary>
    TooSlow,

    /// <summary>Too often. 429.</summary>
    Limited,

    /// <summary>Nobody leads that could be told, or too much is under way. 503.</summary>
    Unavailable,
}

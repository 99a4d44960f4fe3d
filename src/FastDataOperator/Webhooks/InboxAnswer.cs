namespace FastDataOperator.Webhooks;

/// <summary>What became of an offer.</summary>
internal enum InboxAnswer
{
    Taken,

    /// <summary>This process does not lead.</summary>
    Closed,

    Full,
}

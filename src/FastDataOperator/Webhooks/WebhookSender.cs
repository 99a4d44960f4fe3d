namespace FastDataOperator.Webhooks;

/// <summary>How one kind of forge sends its webhooks.</summary>
internal sealed record WebhookSender
{
    /// <summary>The file of its secrets, its label in metrics, and the end of its path.</summary>
    public required string Name { get; init; }

    public string Path => "/hooks/" + Name;

    public required IWebhookProof Proof { get; init; }

    /// <summary>The headers that may name the event, the first that is there decides; empty where the payload names it, or nothing does.</summary>
    public IReadOnlyList<string> EventHeaders { get; init; } = [];

    /// <summary>The events that say that a branch or a tag moved; empty where everything that is sent says so.</summary>
    public IReadOnlyList<string> Pushes { get; init; } = [];

    /// <summary>The events that only ask whether somebody is there.</summary>
    public IReadOnlyList<string> Pings { get; init; } = [];

    /// <summary>Where in the payload what stands: names of members from the root, <c>[]</c> for the elements of an array.</summary>
    public required IReadOnlyList<(string[] Path, PayloadField Field)> Fields { get; init; }
}

using FastDataOperator.Testing;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>An import of its own repositories and Secret, in the middle of which an operator comes to its end.</summary>
/// <param name="Name">Of the object and the Secret, and part of both repositories' names.</param>
/// <param name="Case">For messages: what ended where.</param>
internal sealed record SteppedImport(string Name, string Case, TestRepository Destination)
{
    /// <summary>What the destination was like at first.</summary>
    public string TreeBefore { get; } = Destination.Git("rev-parse", "main^{tree}");

    /// <summary>What the destination is like now.</summary>
    public string Tree => Destination.Git("rev-parse", "main^{tree}");

    public string Tip => Destination.Tip("main")!;

    public int Commits => OperatorWorld.Log(Destination).Count;

    /// <summary>What was there when the operator had ended.</summary>
    public string TipThen { get; set; } = "";
}

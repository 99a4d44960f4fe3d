namespace FastDataOperator.Git.Signatures;

/// <summary>A file of public keys.</summary>
/// <param name="Name">For messages.</param>
public sealed record SignerFile(string Name, ReadOnlyMemory<byte> Content);

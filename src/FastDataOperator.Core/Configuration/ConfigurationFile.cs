namespace FastDataOperator.Core.Configuration;

/// <summary>A file's name and bytes, wherever it was read.</summary>
/// <param name="Name">What messages call it: a path, or a path within a repository.</param>
/// <param name="Bytes">Its whole content. Must stay valid as long as anything made from it is used.</param>
public sealed record ConfigurationFile(string Name, ReadOnlyMemory<byte> Bytes);

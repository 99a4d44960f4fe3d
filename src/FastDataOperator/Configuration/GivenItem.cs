using FastDataOperator.Core.Findings;

namespace FastDataOperator.Configuration;

/// <summary>One value as somebody wrote it.</summary>
/// <param name="Text">The value.</param>
/// <param name="Origin">The flag, the variable or the key of the file.</param>
/// <param name="Location">Its place, for one of the file.</param>
internal sealed record GivenItem(string Text, string Origin, FileLocation? Location = null);

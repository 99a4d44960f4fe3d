using FastDataOperator.Core.Findings;

namespace FastDataOperator.Core.Configuration;

/// <summary>From an offset to the line and column that a person looks for.</summary>
internal static class TextPosition
{
    public static FileLocation Of(ConfigurationFile file, int offset)
    {
        var before = file.Bytes.Span[..Math.Min(offset, file.Bytes.Length)];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return new FileLocation(file.Name, before.Count((byte)'\n') + 1, before.Length - lineStart + 1);
    }
}

using System.Text;

namespace FastDataOperator.Testing;

/// <summary>One entry of a commit.</summary>
/// <param name="Mode">As Git writes it: <c>100644</c>, <c>100755</c>, <c>120000</c> (content is the link's target) or <c>160000</c> (content is a commit id).</param>
public sealed record TestFile(string Path, ReadOnlyMemory<byte> Content, string Mode = "100644")
{
    public TestFile(string path, string content, string mode = "100644")
        : this(path, Encoding.UTF8.GetBytes(content), mode)
    {
    }
}

namespace FastDataOperator.Git.Transport;

/// <summary>An answer that is known already.</summary>
internal sealed class CannedExchange(ReadOnlyMemory<byte> answer) : ISmartExchange
{
    private ReadOnlyMemory<byte> _left = answer;

    public void Write(ReadOnlyMemory<byte> data)
    {
    }

    public int Read(Memory<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _left.Length);
        _left[..count].CopyTo(buffer);
        _left = _left[count..];
        return count;
    }

    public void Dispose()
    {
    }
}

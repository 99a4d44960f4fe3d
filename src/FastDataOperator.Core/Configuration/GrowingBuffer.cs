using System.Buffers;

namespace FastDataOperator.Core.Configuration;

/// <summary>Bytes that are appended, read back and dropped again, in one array that is kept.</summary>
internal sealed class GrowingBuffer : IBufferWriter<byte>
{
    private byte[] _bytes = new byte[4096];

    public int Length { get; set; }

    public Span<byte> Written => _bytes.AsSpan(0, Length);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    private void Reserve(int count)
    {
        var wanted = Length + Math.Max(count, 1);
        if (wanted > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(wanted, _bytes.Length * 2L), Array.MaxLength));
        }
    }
}

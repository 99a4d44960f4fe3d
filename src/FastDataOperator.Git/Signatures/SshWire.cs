using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace FastDataOperator.Git.Signatures;

/// <summary>Strings of the SSH wire format: four bytes of length, then the bytes (RFC 4251, section 5).</summary>
internal static class SshWire
{
    public static void Write(ArrayBufferWriter<byte> to, ReadOnlySpan<byte> text)
    {
        BinaryPrimitives.WriteInt32BigEndian(to.GetSpan(4), text.Length);
        to.Advance(4);
        to.Write(text);
    }

    public static void Write(ArrayBufferWriter<byte> to, string text) => Write(to, Encoding.ASCII.GetBytes(text));

    /// <summary>Takes the next string off the front.</summary>
    public static bool TryRead(ref ReadOnlySpan<byte> from, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (from.Length < 4 || BinaryPrimitives.ReadUInt32BigEndian(from) is var length && length > from.Length - 4)
        {
            return false;
        }

        text = from.Slice(4, (int)length);
        from = from[(4 + (int)length)..];
        return true;
    }
}

using System.Buffers;
using System.Text;
using CsCheck;
using FastDataOperator.Webhooks;

namespace FastDataOperator.Tests.Webhooks;

public sealed class PayloadReaderTests
{
    public static TheoryData<string, string[]> Payloads_ => new()
    {
        { Payloads.GitHub, ["https://github.com/Codertocat/Hello-World", "git@github.com:Codertocat/Hello-World.git", "https://github.com/Codertocat/Hello-World.git"] },
        { """{"repository":{"clone_url":"a","x":{"clone_url":"no"},"y":[{"clone_url":"no"}]},"clone_url":"no","z":{"repository":{"clone_url":"no"}},"repository":{"ssh_url":"b"}}""", ["a", "b"] },
        { """{"\u0072epository":{"clone_\u0075rl":"\u0061"}}""", ["a"] },
        { """{"repository":{"clone_url":["no"],"ssh_url":{"a":"no"},"html_url":null}}""", [] },
        { """{"repository":[{"clone_url":"no"}]}""", [] },
    };

    [Theory]
    [MemberData(nameof(Payloads_))]
    public void Read_InWhateverPieces_FindsTheSame(string json, string[] expected)
    {
        var bytes = Encoding.UTF8.GetBytes(json);

        Gen.Int[1, 40].Array[1, 200].Sample(sizes =>
        {
            var reader = new PayloadReader(WebhookSenders.GitHub.Fields);
            var (at, left) = (0, ReadOnlyMemory<byte>.Empty);
            for (var piece = 0; at < bytes.Length; piece++)
            {
                var size = Math.Min(sizes[piece % sizes.Length], bytes.Length - at);
                byte[] given = [.. left.Span, .. bytes.AsSpan(at, size)];
                at += size;
                left = given.AsMemory((int)reader.Read(new ReadOnlySequence<byte>(given), at == bytes.Length));
            }

            return !reader.IsMalformed && reader.Of(PayloadField.Address).SequenceEqual(expected);
        });
    }

    [Fact]
    public void Read_GivenMoreValuesThanThereCanBe_KeepsSome()
    {
        var reader = new PayloadReader(WebhookSenders.Relay.Fields);
        var names = string.Join(',', Enumerable.Range(0, 1000).Select(static number => $"\"{number}\""));

        reader.Read(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes($"{{\"repositories\":[{names}]}}")), isLast: true);

        Assert.False(reader.IsMalformed);
        Assert.Equal(64, reader.Of(PayloadField.Name).Count());
    }

    [Fact]
    public void Read_GivenAnything_DoesNotThrow() => Gen.Byte.Array[0, 200].Sample(static bytes =>
    {
        var reader = new PayloadReader(WebhookSenders.GitHub.Fields);
        return reader.Read(new ReadOnlySequence<byte>(bytes), isLast: true) <= bytes.Length;
    });
}

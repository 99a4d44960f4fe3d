namespace FastDataOperator.Git.Transport;

/// <summary>The last of what a program prints on its error output; the rest is read and forgotten.</summary>
internal sealed class ProgramWords
{
    /// <summary>How long words may be under way behind a program that has ended, where another still holds its output.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly byte[] _kept = new byte[ServerWords.MaxLength];
    private readonly Task _reading;
    private int _length;

    public ProgramWords(Stream stream) => _reading = ReadAsync(stream);

    /// <summary>Cleaned. To be asked after the program's end.</summary>
    public string Read()
    {
        _reading.Wait(s_patience);
        lock (_gate)
        {
            return ServerWords.Clean(_kept.AsSpan(0, _length));
        }
    }

    private async Task ReadAsync(Stream stream)
    {
        var buffer = new byte[ServerWords.MaxLength];
        try
        {
            while (await stream.ReadAsync(buffer) is > 0 and var count)
            {
                Keep(buffer.AsSpan(0, count));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The process was killed or let go: what was read until then is what it said.
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            var old = Math.Min(_length, _kept.Length - bytes.Length);
            _kept.AsSpan(_length - old, old).CopyTo(_kept);
            bytes.CopyTo(_kept.AsSpan(old));
            _length = old + bytes.Length;
        }
    }
}
